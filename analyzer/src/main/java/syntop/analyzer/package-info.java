/** From rows of segments to an answer: who opens connections, how many, when. */
package syntop.analyzer;

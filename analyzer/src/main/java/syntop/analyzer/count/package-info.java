/** Counting: how many SYNs came from each source, and when. */
package syntop.analyzer.count;

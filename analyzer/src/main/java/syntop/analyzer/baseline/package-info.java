/** What is normal here: recorded while all is well, and what is compared with it later. */
package syntop.analyzer.baseline;

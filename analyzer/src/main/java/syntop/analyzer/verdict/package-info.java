/** What the requests mean: signals, the verdict with its evidence, and what to do. */
package syntop.analyzer.verdict;

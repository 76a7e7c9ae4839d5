/**
 * Speed measured: JMH benchmarks of the hot path, and the captures that the comparison with other
 * tools runs on.
 *
 * <p>Nothing depends on this module, and no test asserts a time.
 */
package syntop.bench;

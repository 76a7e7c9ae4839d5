/**
 * What passes from a packet source to the analyzer: rows of TCP segments, in batches, through a
 * ring.
 *
 * <p>The analyzer sees nothing else of this module; tests of the analyzer fill batches by hand.
 */
package syntop.capture.batch;

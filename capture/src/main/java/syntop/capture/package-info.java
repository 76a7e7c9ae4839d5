/** Packet sources and decoding: from a file or an interface to batches of TCP segments. */
package syntop.capture;

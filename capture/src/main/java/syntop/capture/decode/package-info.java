/**
 * From the bytes of a frame to a row: link types, IPv4, IPv6 and TCP headers.
 *
 * <p>Knows no packet source: it gets a buffer, an offset, a captured length and a link type.
 * Content never causes an exception; every frame ends in one {@link syntop.capture.batch.Outcome}.
 */
package syntop.capture.decode;

/**
 * The kernel's message protocol (netlink(7), RFC 3549): a socket, a writer of requests, and cursors
 * over answers that check every length and allocate nothing.
 *
 * <p>{@link syntop.linux.netlink.NetlinkSocket} is the way in. What the messages mean is for the
 * packages that use this one.
 */
package syntop.linux.netlink;

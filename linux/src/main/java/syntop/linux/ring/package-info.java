/**
 * The kernel's packet ring: an AF_PACKET socket whose packets lie in memory that is shared with the
 * kernel (packet(7) and the kernel's Documentation/networking/packet_mmap.rst), read in place.
 *
 * <p>{@link syntop.linux.ring.PacketRing} is the way in.
 */
package syntop.linux.ring;

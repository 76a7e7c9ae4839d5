/**
 * Frames from network interfaces: the kernel's packet ring, or libpcap, behind one contract.
 *
 * <p>Entry points: {@link syntop.capture.live.LiveSources#open} gives a {@link
 * syntop.capture.live.LiveSource}; {@link syntop.capture.live.Interfaces#list}, {@link
 * syntop.capture.live.Interfaces#ofDefaultRoute} (a name, or null without a default route) and
 * {@link syntop.capture.live.Interfaces#localAddresses} (prefixes of 128 bits for a {@code
 * Selection}) say what there is to capture on. All throw {@link syntop.capture.CaptureException}
 * with one line for the user.
 *
 * <p>A user's own {@code --filter} is not for the kernel: it runs as {@link
 * syntop.capture.filter.ExpressionFilter} in the {@code BatchFiller}, on frames with their VLAN
 * tags in place, exactly as on frames of a file. So the same traffic gives the same counts live and
 * from a file, whatever the expression.
 */
package syntop.capture.live;

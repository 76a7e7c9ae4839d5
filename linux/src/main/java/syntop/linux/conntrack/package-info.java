/**
 * The kernel's connection tracking (nf_conntrack), read with ctnetlink: the tracked connections,
 * what happens to them, and what each processor has counted. Nothing is changed.
 *
 * <p>All but {@link syntop.linux.conntrack.ConntrackCount} needs CAP_NET_ADMIN. It is that of the
 * network namespace of the thread which asks. What the kernel does not have, it says with {@link
 * syntop.linux.sys.Errno#EPROTONOSUPPORT} or {@link syntop.linux.sys.Errno#EINVAL}.
 */
package syntop.linux.conntrack;

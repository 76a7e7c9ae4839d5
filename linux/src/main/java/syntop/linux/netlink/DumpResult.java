package syntop.linux.netlink;

/**
 * How a dump went.
 *
 * @param entries that the handler took
 * @param malformed entries that the handler refused, and datagrams of which the rest was unreadable
 *     or cut off
 * @param interrupted whether the table changed in a way that may have hidden entries
 *     (NLM_F_DUMP_INTR): to be repeated, or said
 * @param complete false when {@link NetlinkSocket#wake} ended it
 */
public record DumpResult(long entries, long malformed, boolean interrupted, boolean complete) {}

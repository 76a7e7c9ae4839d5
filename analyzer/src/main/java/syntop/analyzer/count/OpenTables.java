package syntop.analyzer.count;

import java.util.Arrays;
import syntop.capture.batch.SegmentBatch;

/**
 * The tables that SYNs are counted into until they are sealed: by source and destination port
 * always, by target and signature where that was asked for.
 *
 * <p>Belongs to the counting thread, to the sealing thread from the moment it is handed over, and
 * back. Memory: that of the tables, 512 KiB for the ports, 52 bytes for each row of a batch.
 */
final class OpenTables {
    private static final int PORTS = 1 << 16;

    private final RunSort sort;
    private final SourceCounts sources;
    private final long[] ports = new long[PORTS];
    private final WideTable targets; // null: not asked for
    private final WideTable signatures; // null: not asked for
    private long[] hi = new long[0];
    private long[] lo = new long[0];
    private int[] tags = new int[0];
    private long syns;

    /**
     * Makes empty tables.
     *
     * @param bytes the most that the table of IPv4 sources takes; that of IPv6 sources takes as
     *     much, the others a quarter of it
     * @param sort used while they are sealed
     */
    OpenTables(CountOptions options, long bytes, RunSort sort) {
        this.sort = sort;
        int wideSlots = slots(bytes, Run.WIDE);
        sources = new SourceCounts(slots(bytes, Run.NARROW), wideSlots, options.v6ByPrefix());
        targets = options.targets() ? new WideTable(new KeyedHash(18), wideSlots / 4) : null;
        signatures = options.signatures() ? new WideTable(new KeyedHash(18), wideSlots / 4) : null;
    }

    private static int slots(long bytes, int stride) {
        return (int) Math.min(Long.highestOneBit(bytes / 8 / stride), 1 << 26);
    }

    /** Whether this many further SYNs have a place, whatever they are. Hot path. */
    boolean hasRoom(int n) {
        return sources.hasRoom(n)
                && (targets == null || targets.hasRoom(n))
                && (signatures == null || signatures.hasRoom(n));
    }

    /** Whether nothing was counted. */
    boolean isEmpty() {
        return syns == 0;
    }

    /**
     * Counts the SYNs in these rows; the caller has checked {@link #hasRoom}. Hot path.
     *
     * @param rows row numbers, valid from {@code from} to before {@code to}
     */
    void add(SegmentBatch batch, int[] rows, int from, int to) {
        sources.add(batch, rows, from, to);
        for (int k = from; k < to; k++) {
            ports[batch.dstPort(rows[k])]++;
        }
        syns += to - from;
        if (targets != null) addTargets(batch, rows, from, to);
        if (signatures != null) addSignatures(batch, rows, from, to);
    }

    private void addTargets(SegmentBatch batch, int[] rows, int from, int to) {
        reserve(rows.length);
        int n = 0;
        for (int k = from; k < to; k++) {
            hi[n] = batch.dstHi[rows[k]];
            lo[n] = batch.dstLo[rows[k]];
            tags[n++] = batch.dstPort(rows[k]);
        }
        targets.add(hi, lo, tags, n);
    }

    private void addSignatures(SegmentBatch batch, int[] rows, int from, int to) {
        reserve(rows.length);
        int n = 0;
        for (int k = from; k < to; k++) {
            hi[n] = batch.signature[rows[k]];
            lo[n] = SynStyle.of(batch, rows[k]);
            tags[n++] = 0;
        }
        signatures.add(hi, lo, tags, n);
    }

    private void reserve(int rows) {
        if (hi.length >= rows) return;
        hi = new long[rows];
        lo = new long[rows];
        tags = new int[rows];
    }

    /** SYNs counted. */
    long syns() {
        return syns;
    }

    /** Different sources. */
    long sources() {
        return sources.size();
    }

    /** Offers every source to a ranking. */
    void rankSources(Ranking ranking) {
        sources.rank(ranking);
    }

    /** Offers every destination port to a ranking. */
    void rankPorts(Ranking ranking) {
        for (int port = 0; port < PORTS; port++) {
            if (ports[port] != 0) ranking.offer(0, port, ports[port]);
        }
    }

    /** Chunks that runs of everything would take. */
    long needed(Chunks chunks) {
        return sources.needed(chunks)
                + chunks.needed(Math.min(syns, PORTS), Run.NARROW)
                + (targets == null ? 0 : chunks.needed(targets.size(), Run.WIDE))
                + (signatures == null ? 0 : chunks.needed(signatures.size(), Run.WIDE));
    }

    /** Moves everything to runs of a pane, and is empty then. */
    void sealTo(Pane pane, Chunks chunks) {
        pane.addSyns(syns);
        sources.sealTo(pane, sort, chunks);
        Run run = new Run(Run.NARROW);
        for (int port = 0; port < PORTS; port++) {
            if (ports[port] != 0) run.append(0, port, 0, ports[port], chunks);
        }
        pane.runs(Kind.PORT).add(run);
        Arrays.fill(ports, 0);
        seal(targets, pane, Kind.TARGET, chunks);
        seal(signatures, pane, Kind.SIGNATURE, chunks);
        syns = 0;
    }

    private static void seal(WideTable table, Pane pane, Kind kind, Chunks chunks) {
        if (table == null || table.size() == 0) return;
        Run run = new Run(Run.WIDE);
        table.sealTo(run, chunks);
        pane.runs(kind).add(run);
    }
}

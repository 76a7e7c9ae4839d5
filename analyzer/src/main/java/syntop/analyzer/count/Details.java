package syntop.analyzer.count;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * When the rows of a ranking sent their SYNs: what panes tell, at no cost for what is no row.
 * Immutable. Memory: 8 bytes for each row and pane, of at most {@value #MOST} rows.
 */
public final class Details {
    /** Rows that have details: of longer lists the first ones. */
    public static final int MOST = 1_000;

    /** Of rows whose times nobody knows. */
    public static final Details NONE = new Details(0, 0, new long[0][]);

    private final long fromNanos;
    private final long paneNanos;
    private final long[][] syns; // by row and pane

    private Details(long fromNanos, long paneNanos, long[][] syns) {
        this.fromNanos = fromNanos;
        this.paneNanos = paneNanos;
        this.syns = syns;
    }

    /** One of rows that are all of one pane. */
    static Details ofOne(Ranking rows, long fromNanos, long paneNanos) {
        int n = Math.min(rows.size(), MOST);
        long[][] syns = new long[n][1];
        for (int row = 0; row < n; row++) {
            syns[row][0] = rows.count(row);
        }
        return new Details(fromNanos, paneNanos, syns);
    }

    /**
     * Looks rows up.
     *
     * @param rows sorted
     * @param keys what they are of
     * @param inner prefixes whose SYNs count in no shorter one
     */
    static Details of(Ranking rows, Keys keys, List<Prefix> inner, Span span) {
        if (span.parts() == 0) return NONE;
        long[][] syns = new long[Math.min(rows.size(), MOST)][span.parts()];
        for (int row = 0; row < syns.length; row++) {
            ToLongFunction<Pane> count =
                    keys == Keys.PREFIX ? ofPrefix(rows, row, inner) : ofKey(keys, rows, row);
            for (Pane pane : span.panes()) {
                syns[row][(int) (pane.index - span.first())] = count.applyAsLong(pane);
            }
        }
        return new Details(span.first() * span.paneNanos(), span.paneNanos(), syns);
    }

    private static ToLongFunction<Pane> ofPrefix(Ranking rows, int row, List<Prefix> inner) {
        Prefix prefix = new Prefix(rows.hi(row), rows.lo(row), PrefixRollup.bits(rows.tag(row)));
        List<Prefix> others = prefix.outermost(inner);
        return pane ->
                prefix.syns(pane) - others.stream().mapToLong(other -> other.syns(pane)).sum();
    }

    private static ToLongFunction<Pane> ofKey(Keys keys, Ranking rows, int row) {
        Kind kind =
                switch (keys) {
                    case PORT -> Kind.PORT;
                    case TARGET -> Kind.TARGET;
                    case SIGNATURE -> Kind.SIGNATURE;
                    default -> Addresses.isV4(rows.hi(row), rows.lo(row)) ? Kind.V4 : Kind.V6;
                };
        return pane -> {
            long sum = 0;
            for (Run run : pane.runs(kind)) {
                sum += run.count(rows.hi(row), rows.lo(row), rows.tag(row));
            }
            return sum;
        };
    }

    /** Whether a row has details. */
    public boolean has(int row) {
        return row < syns.length && first(row) >= 0;
    }

    /** Length of a part, ns. */
    public long partNanos() {
        return paneNanos;
    }

    /**
     * SYNs of a row in equal parts of time, the oldest first; each at most too low by the error.
     */
    public long[] series(int row) {
        return syns[row].clone();
    }

    private int first(int row) {
        for (int part = 0; part < syns[row].length; part++) {
            if (syns[row][part] > 0) return part;
        }
        return -1;
    }

    /** Begin of the first part with a SYN of the row, ns since 1970-01-01 UTC. */
    public long firstNanos(int row) {
        return fromNanos + first(row) * paneNanos;
    }

    /** Begin of the last part with a SYN of the row, ns since 1970-01-01 UTC. */
    public long lastNanos(int row) {
        int part = syns[row].length - 1;
        while (syns[row][part] == 0) {
            part--;
        }
        return fromNanos + part * paneNanos;
    }

    /** Most SYNs of the row in a part. */
    public long peak(int row) {
        return Arrays.stream(syns[row]).max().orElse(0);
    }

    /** Begin of the first part with that many, ns since 1970-01-01 UTC. */
    public long peakNanos(int row) {
        long most = peak(row);
        int part = 0;
        while (syns[row][part] < most) {
            part++;
        }
        return fromNanos + part * paneNanos;
    }
}

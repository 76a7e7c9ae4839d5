package syntop.analyzer.count;

import java.util.ArrayList;
import java.util.List;

/** Questions about sealed panes. Sealing thread. */
final class RunQuery {
    private RunQuery() {}

    /** All keys of a kind in some panes, in order. */
    static RunMerge merge(List<Pane> panes, Kind kind) {
        List<RunCursor> cursors = new ArrayList<>();
        for (Pane pane : panes) {
            for (Run run : pane.runs(kind)) {
                cursors.add(run.read());
            }
        }
        return RunMerge.of(cursors);
    }

    /**
     * What the panes hold.
     *
     * @param dropped sources that were dropped from the panes, of each process that did; used up
     * @param limit rows, at least 1; 0 for all
     * @param span for what is known of the rows' times
     */
    static Counted counted(
            List<Pane> panes,
            List<HyperLogLog> dropped,
            Keys keys,
            int limit,
            long fromNanos,
            long toNanos,
            Span span) {
        Ranking rows = new Ranking(limit == 0 ? Integer.MAX_VALUE : limit);
        Ranking none = new Ranking(1);
        boolean bySource = keys == Keys.SOURCE;
        long sources =
                rank(panes, Kind.V4, bySource ? rows : none, dropped)
                        + rank(panes, Kind.V6, bySource ? rows : none, dropped);
        List<Prefix> inner = List.of();
        switch (keys) {
            case PREFIX -> inner = PrefixRollup.rank(panes, rows);
            case PORT -> rankPorts(panes, rows);
            case TARGET -> rank(panes, Kind.TARGET, rows, List.of());
            case SIGNATURE -> rank(panes, Kind.SIGNATURE, rows, List.of());
            default -> {}
        }
        Ranking sorted = rows.sort();
        return new Counted(
                sorted,
                panes.stream().mapToLong(Pane::syns).sum(),
                middle(sources, dropped),
                error(panes, keys),
                dropped.isEmpty() ? 0 : spread(sources, dropped),
                fromNanos,
                toNanos,
                Details.of(sorted, keys, inner, span));
    }

    /**
     * How many sources there were: those that are there, and those that were dropped. Of several
     * processes nobody knows how many both have dropped: then the middle between all and none.
     */
    private static long middle(long sources, List<HyperLogLog> dropped) {
        return (least(sources, dropped) + most(sources, dropped)) / 2;
    }

    private static long least(long sources, List<HyperLogLog> dropped) {
        return Math.max(sources, dropped.stream().mapToLong(HyperLogLog::estimate).max().orElse(0));
    }

    private static long most(long sources, List<HyperLogLog> dropped) {
        return sources + dropped.stream().mapToLong(d -> Math.max(0, d.estimate() - sources)).sum();
    }

    private static double spread(long sources, List<HyperLogLog> dropped) {
        double least = least(sources, dropped);
        double most = most(sources, dropped);
        return (most - least) / (most + least) + 2 * HyperLogLog.ERROR;
    }

    /** Offers all keys of a kind, and adds them to those seen; returns how many. */
    private static long rank(List<Pane> panes, Kind kind, Ranking rows, List<HyperLogLog> seen) {
        RunMerge merge = merge(panes, kind);
        long keys = 0;
        while (merge.next()) {
            rows.offer(merge.hi, merge.lo, merge.tag, merge.count);
            for (HyperLogLog each : seen) {
                each.add(merge.hi, merge.lo);
            }
            keys++;
        }
        return keys;
    }

    private static void rankPorts(List<Pane> panes, Ranking rows) {
        RunMerge merge = merge(panes, Kind.PORT);
        while (merge.next()) {
            rows.offer(0, merge.lo & 0xFFFF, merge.count);
        }
    }

    private static long error(List<Pane> panes, Keys keys) {
        return switch (keys) {
            case SOURCE -> most(panes, Kind.V4, Kind.V6);
            case PREFIX -> most(panes, Kind.V4_24, Kind.V6_64, Kind.V6_48, Kind.V6_32);
            case PORT -> most(panes, Kind.PORT);
            case TARGET -> most(panes, Kind.TARGET);
            case SIGNATURE -> most(panes, Kind.SIGNATURE);
        };
    }

    /** A key is of one kind, so the kinds do not add up. */
    private static long most(List<Pane> panes, Kind... kinds) {
        long most = 0;
        for (Kind kind : kinds) {
            most = Math.max(most, panes.stream().mapToLong(pane -> pane.error(kind)).sum());
        }
        return most;
    }
}

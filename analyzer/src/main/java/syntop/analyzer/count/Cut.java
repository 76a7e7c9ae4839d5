package syntop.analyzer.count;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Makes runs smaller by dropping the keys with the least counts. What is lost is bounded: with c
 * the largest count that was dropped, c is noted as the error of what is left. A key that is not
 * there had at most c, one that is there has what it had. Merging adds errors. So no count is too
 * high, none is more than the sum of the errors too low, and each key above that sum is there.
 *
 * <p>Half of the entries have at most c, so c is at most twice their mean (J. Misra, D. Gries,
 * "Finding repeated elements", 1982; P. Agarwal and others, "Mergeable summaries", 2013). Of these
 * those stay whose key has more in other runs; two entries at the least become one then. So a
 * quarter of all entries goes.
 *
 * <p>What sources lose is added to their prefix. A prefix that gets no more than c by that is
 * dropped in the same way: kept, it would take as much memory as the source did.
 *
 * <p>One thread at a time.
 */
final class Cut {
    private static final int COUNTERS = 1 << 16;

    /** Of dropped sources: one for all, so that any panes of this process can be added up. */
    private static final HyperLogLog DROPPED = HyperLogLog.ofSeed(new SecureRandom().nextLong());

    private final Chunks chunks;
    private final long[] histogram = new long[COUNTERS];

    /** Cuts runs in this memory. */
    Cut(Chunks chunks) {
        this.chunks = chunks;
    }

    /** Makes one smaller run of all of a kind in a pane that are in memory, one at the least. */
    void cut(Pane pane, Kind kind) {
        List<Run> runs = new ArrayList<>(pane.runs(kind));
        runs.removeIf(run -> !run.isHere());
        long limit = limit(runs);
        Run kept = new Run(kind.stride);
        List<RunCursor> cursors = new ArrayList<>();
        for (Run run : runs) {
            kept.addError(run.error());
            cursors.add(run.drain(chunks));
        }
        Carry carry = carry(kind.coarser, limit);
        HyperLogLog sources = kind == Kind.V4 || kind == Kind.V6 ? pane.dropped(DROPPED) : null;
        RunMerge merge = RunMerge.of(cursors);
        long most = 0;
        while (merge.next()) {
            if (merge.count > limit) {
                kept.append(merge.hi, merge.lo, merge.tag, merge.count, chunks);
                continue;
            }
            most = Math.max(most, merge.count);
            if (carry != null) carry.add(merge.hi, merge.lo, merge.count);
            if (sources != null) sources.add(merge.hi, merge.lo);
        }
        kept.addError(most);
        pane.runs(kind).removeAll(runs);
        pane.runs(kind).add(kept);
        for (Carry level = carry; level != null; level = level.next) {
            pane.runs(level.kind).add(level.end());
        }
    }

    private Carry carry(Kind kind, long limit) {
        if (kind == null) return null;
        return new Carry(kind, kind.coarser == null ? 0 : limit, carry(kind.coarser, limit));
    }

    /** A count that at least half of the entries do not exceed. */
    private long limit(List<Run> runs) {
        long ones = 0;
        long entries = 0;
        for (Run run : runs) {
            ones += run.ones();
            entries += run.entries();
        }
        return 2 * ones >= entries ? 1 : limitOfSmall(runs);
    }

    /** As the other, where most have two or more. */
    private long limitOfSmall(List<Run> runs) {
        long[] counters = histogram;
        Arrays.fill(counters, 0);
        long entries = 0;
        for (Run run : runs) {
            RunCursor cursor = run.read();
            while (cursor.next()) {
                counters[(int) Math.min(cursor.count, COUNTERS - 1)]++;
                entries++;
            }
        }
        long below = 0;
        for (int count = 1; count < COUNTERS - 1; count++) {
            below += counters[count];
            if (2 * below >= entries) return count;
        }
        return limitOfLarge(runs, below, entries);
    }

    /** As the other, where most have tens of thousands: to the next power of two. */
    private static long limitOfLarge(List<Run> runs, long below, long entries) {
        long[] powers = new long[Long.SIZE];
        for (Run run : runs) {
            RunCursor cursor = run.read();
            while (cursor.next()) {
                if (cursor.count >= COUNTERS - 1)
                    powers[Long.SIZE - 1 - Long.numberOfLeadingZeros(cursor.count)]++;
            }
        }
        long sum = below;
        int power = 0;
        while (2 * (sum += powers[power]) < entries) {
            power++;
        }
        return (2L << power) - 1;
    }

    /** Sums of dropped keys by prefix; they come in order, so one sum is open at a time. */
    private final class Carry {
        private final Kind kind;
        private final long limit;
        private final Carry next; // takes sums up to the limit; null: the limit is 0
        private final Run kept;
        private long hi;
        private long lo;
        private long sum;
        private long most; // that was dropped

        Carry(Kind kind, long limit, Carry next) {
            this.kind = kind;
            this.limit = limit;
            this.next = next;
            kept = new Run(kind.stride);
        }

        void add(long addressHi, long addressLo, long count) {
            long maskedHi = kind.maskHi(addressHi);
            long maskedLo = kind.maskLo(addressLo);
            if (maskedLo != lo || maskedHi != hi) {
                flush();
                hi = maskedHi;
                lo = maskedLo;
            }
            sum += count;
        }

        private void flush() {
            if (sum > limit) {
                kept.append(hi, lo, 0, sum, chunks);
            } else if (sum > 0) {
                most = Math.max(most, sum);
                next.add(hi, lo, sum);
            }
            sum = 0;
        }

        /** What has a sum above the limit; before the same of the next. */
        Run end() {
            flush();
            kept.addError(most);
            return kept;
        }
    }
}

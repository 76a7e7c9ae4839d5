package syntop.analyzer.count;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Panes as numbers and back. What is written depends on what was counted alone, not on how it came:
 * panes in order, in each the kinds in order, in each the keys in order. Sealing thread.
 */
final class SavedCounts {
    private SavedCounts() {}

    private static final int MOST_SHIFT = 40;
    private static final long MOST_SECONDS = Long.MAX_VALUE / 1_000_000_000L + 1;

    /** SYNs of a key: a hostile file is not to make many entries out of few bytes. */
    private static final long MOST_COUNT = 1L << 48;

    /** Writes all panes of a course. */
    static void write(Course course, PaneStore store, NumberSink out) throws IOException {
        List<Pane> panes = course.all();
        List<HyperLogLog> dropped = new ArrayList<>(store.dropped(panes));
        dropped.sort(Comparator.comparingLong(HyperLogLog::seed));
        out.number(dropped.size());
        for (HyperLogLog sketch : dropped) {
            out.number(sketch.seed());
            out.bytes(sketch.registers());
        }
        out.number(course.shift());
        out.number(panes.size());
        for (Pane pane : panes) {
            out.number(zigzag(pane.index));
            out.number(pane.syns());
            for (Kind kind : Kind.ALL) {
                write(pane, kind, out);
            }
        }
    }

    private static void write(Pane pane, Kind kind, NumberSink out) throws IOException {
        out.text(kind.name());
        out.number(pane.error(kind));
        RunMerge merge = RunQuery.merge(List.of(pane), kind);
        long hi = 0;
        long lo = 0;
        while (merge.next()) {
            out.number(merge.count);
            if (kind.stride == Run.NARROW) {
                long key = merge.lo & Run.FULL;
                out.number(key - lo);
                lo = key;
                continue;
            }
            out.number(merge.hi - hi);
            out.number(merge.hi == hi ? merge.lo - lo : merge.lo);
            out.number(merge.tag);
            hi = merge.hi;
            lo = merge.lo;
        }
        out.number(0);
    }

    /**
     * Reads panes.
     *
     * @param target takes them, or null to check them alone
     */
    static void read(NumberSource in, PaneSink target) throws IOException {
        for (long left = in.number(1 << 16); left > 0; left--) {
            long seed = in.number();
            byte[] registers = new byte[HyperLogLog.REGISTERS];
            in.bytes(registers);
            HyperLogLog sketch = HyperLogLog.of(seed, registers);
            if (sketch == null) throw in.damaged("a register is too large");
            if (target != null) target.dropped(sketch);
        }
        int shift = (int) in.number(MOST_SHIFT);
        long before = Long.MIN_VALUE;
        boolean any = false;
        for (long left = in.number(Course.MOST + 1); left > 0; left--) {
            long index = unzigzag(in.number());
            boolean untimed = index == Strays.UNTIMED;
            if (untimed ? left > 1 : any && index <= before) throw in.damaged("panes not in order");
            if (!untimed
                    && (index < -(MOST_SECONDS >> shift) - 1 || index > MOST_SECONDS >> shift)) {
                throw in.damaged("a pane is past the end of time");
            }
            long syns = in.number(Long.MAX_VALUE >> 8);
            if (target != null) target.pane(index, shift, syns);
            long sources = 0;
            for (Kind kind : Kind.ALL) {
                String name = in.text();
                if (!name.equals(kind.name())) throw in.damaged(kind + " is missing");
                long sum = readKind(in, kind, target);
                if (kind.ordinal() <= Kind.V6.ordinal()) sources += sum;
                if (sum > syns || sources > syns) throw in.damaged("parts exceed the whole");
            }
            before = index;
            any = true;
        }
    }

    private static long readKind(NumberSource in, Kind kind, PaneSink target) throws IOException {
        long error = in.number(Long.MAX_VALUE >> 8);
        if (target != null) target.kind(kind, error);
        long sum = 0;
        long hi = 0;
        long lo = 0;
        long tag = -1;
        boolean narrow = kind.stride == Run.NARROW;
        for (long count = in.number(MOST_COUNT); count > 0; count = in.number(MOST_COUNT)) {
            sum += count;
            if (sum > Long.MAX_VALUE >> 8) throw in.damaged("counts are too large");
            long hiBefore = hi;
            long loBefore = lo;
            long tagBefore = tag;
            if (narrow) {
                lo += in.number(Run.FULL);
                if (lo > Run.FULL || lo == loBefore && tag >= 0)
                    throw in.damaged("keys not in order");
                tag = 0;
            } else {
                hi += in.number();
                lo = hi == hiBefore ? lo + in.number() : in.number();
                tag = in.number(0xFFFF);
                int order = Long.compareUnsigned(hi, hiBefore);
                if (order == 0) order = Long.compareUnsigned(lo, loBefore);
                if (order == 0) order = Long.compare(tag, tagBefore);
                if (order <= 0) throw in.damaged("keys not in order");
            }
            if (target != null) target.key(hi, lo, tag, count);
        }
        if (target != null) target.endOfKind();
        return sum;
    }

    /** Small numbers of either sign as small numbers without one. */
    static long zigzag(long value) {
        return value << 1 ^ value >> 63;
    }

    /** The reverse of {@link #zigzag}. */
    static long unzigzag(long value) {
        return value >>> 1 ^ -(value & 1);
    }

    /** Puts what was read into a course. */
    static final class PaneSink {
        private final Course course;
        private final PaneStore store;
        private long stretch;
        private int shift;
        private Kind kind;
        private Run run;

        PaneSink(Course course, PaneStore store) {
            this.course = course;
            this.store = store;
        }

        private void dropped(HyperLogLog sketch) {
            store.addDropped(sketch);
        }

        private void pane(long index, int ofShift, long syns) {
            stretch = index;
            shift = ofShift;
            course.at(stretch, shift).addSyns(syns);
        }

        private void kind(Kind next, long error) {
            kind = next;
            run = new Run(next.stride);
            run.addError(error);
        }

        private void key(long hi, long lo, long tag, long count) {
            store.append(run, hi, lo, tag, count);
            if (!store.isLong(run)) return;
            endOfKind();
            run = new Run(kind.stride);
        }

        private void endOfKind() {
            if (run.entries() == 0 && run.error() == 0) return;
            store.admit(run, kind, () -> course.at(stretch, shift));
        }
    }
}

package syntop.analyzer;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.EOFException;
import java.io.IOException;
import java.util.Arrays;
import syntop.analyzer.count.CountOptions;
import syntop.analyzer.count.Counting;
import syntop.analyzer.count.SecondCounts;
import syntop.capture.batch.Outcome;
import syntop.capture.batch.SegmentBatch;

/**
 * What a run has counted, as bytes that can be added to what another run has: in any order and
 * grouping, with the same bytes as long as counts are exact. Where they are bounded, the bounds
 * add.
 *
 * <p>Layout: 8 bytes of magic, the version as a big-endian int, blocks as in {@link SummaryWriter}.
 * In them are varints (LEB128), and names of what follows: options, times of the first and the last
 * frame, outcomes by name, SYNs by second, sketches of sources that were dropped, panes. What a
 * summary does not hold: windows, delays, and the targets of sources, which are counted with keys
 * that no other process has.
 */
public final class Summary {
    private static final byte[] MAGIC = {'s', 'y', 'n', 't', 'o', 'p', 'S', '\n'};
    private static final int VERSION = 1;
    private static final long MOST = Long.MAX_VALUE >> 8;

    private Summary() {}

    /** Writes what an analyzer without windows has counted, once that has ended. */
    public static void write(Analyzer analyzer, DataOutput out) throws IOException {
        out.write(MAGIC);
        out.writeInt(VERSION);
        SummaryWriter writer = new SummaryWriter(out);
        Part part = analyzer.total();
        CountOptions options = analyzer.counting().options();
        writer.text("options");
        writer.number(flags(options));
        writer.text("interval");
        writer.number(part.firstNanos());
        writer.number(part.lastNanos());
        writer.text("outcomes");
        for (int i = 0; i < Outcome.COUNT; i++) {
            if (part.outcomes()[i] == 0) continue;
            writer.text(Outcome.of(i).key());
            writer.number(part.outcomes()[i]);
        }
        writer.text("seconds");
        long[] seconds = part.seconds().sorted();
        writer.number(part.seconds().unplaced());
        writer.number(seconds.length / 2);
        long before = 0;
        for (int i = 0; i < seconds.length; i += 2) {
            writer.number(zigzag(seconds[i] - before));
            writer.number(seconds[i + 1]);
            before = seconds[i];
        }
        writer.text("panes");
        analyzer.counting().save(writer);
        writer.end();
    }

    private static int flags(CountOptions options) {
        return (options.v6ByPrefix() ? 1 : 0)
                | (options.targets() ? 2 : 0)
                | (options.signatures() ? 4 : 0);
    }

    /**
     * Reads a summary to its end and says what is in it, without adding it to anything.
     *
     * @return options with which it was counted: its views, and IPv6 by address or by /64
     * @throws SummaryException if it is none, damaged, or newer than this program
     */
    public static CountOptions check(DataInput in, CountOptions memory) throws IOException {
        return read(in, null, memory);
    }

    /**
     * Adds a summary to what an analyzer has counted.
     *
     * @param in what {@link #check} has read: an error amid it leaves part of it added
     * @param analyzer makes no windows, and counts by what the summary was counted by
     */
    public static void add(DataInput in, Analyzer analyzer) throws IOException {
        read(in, analyzer, analyzer.counting().options());
    }

    private static CountOptions read(DataInput in, Analyzer to, CountOptions memory)
            throws IOException {
        requireHead(in);
        SummaryReader reader = new SummaryReader(in);
        require(reader, "options");
        int flags = (int) reader.number(7);
        require(reader, "interval");
        long first = reader.number();
        long last = reader.number();
        boolean none = first == Long.MAX_VALUE && last == SegmentBatch.NO_TIME;
        if (first > last && !none) throw reader.damaged("it ends before it begins");
        long[] outcomes = new long[Outcome.COUNT];
        require(reader, "outcomes");
        String name = reader.text();
        for (; !name.equals("seconds"); name = reader.text()) {
            int outcome = outcome(name);
            if (outcome < 0) throw reader.damaged("no such outcome: " + name);
            outcomes[outcome] = reader.number(MOST);
        }
        SecondCounts seconds = seconds(reader);
        require(reader, "panes");
        if (to == null) {
            Counting.check(reader);
        } else {
            to.addTotals(new Part(outcomes, first, last, seconds, null, null));
            to.counting().load(reader);
        }
        reader.end();
        return new CountOptions(
                        memory.memoryBytes(),
                        0,
                        false,
                        (flags & 2) != 0,
                        (flags & 4) != 0,
                        (flags & 1) != 0)
                .withPairs(false);
    }

    private static void requireHead(DataInput in) throws IOException {
        byte[] magic = new byte[MAGIC.length];
        try {
            in.readFully(magic);
            if (!Arrays.equals(magic, MAGIC)) throw new SummaryException("is no summary of syntop");
            int version = in.readInt();
            if (version == VERSION) return;
            String reason = "has version " + version + ", this syntop reads " + VERSION;
            throw new SummaryException(version > VERSION ? "is newer: it " + reason : reason);
        } catch (EOFException e) {
            throw SummaryReader.cutShort();
        }
    }

    private static void require(SummaryReader reader, String name) throws IOException {
        if (!reader.text().equals(name)) throw reader.damaged(name + " are missing");
    }

    private static int outcome(String name) {
        for (int i = 0; i < Outcome.COUNT; i++) {
            if (Outcome.of(i).key().equals(name)) return i;
        }
        return -1;
    }

    private static SecondCounts seconds(SummaryReader reader) throws IOException {
        SecondCounts seconds = new SecondCounts();
        seconds.addUnplaced(reader.number(MOST));
        long second = 0;
        for (long left = reader.number(SecondCounts.MAX_SECONDS); left > 0; left--) {
            second += unzigzag(reader.number());
            if (Math.abs(second) > Long.MAX_VALUE / 1_000_000_000L) {
                throw reader.damaged("a second is past the end of time");
            }
            seconds.addSecond(second, reader.number(MOST));
        }
        return seconds;
    }

    private static long zigzag(long value) {
        return value << 1 ^ value >> 63;
    }

    private static long unzigzag(long value) {
        return value >>> 1 ^ -(value & 1);
    }
}

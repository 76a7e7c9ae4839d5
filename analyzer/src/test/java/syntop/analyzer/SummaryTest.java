package syntop.analyzer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import syntop.analyzer.count.CountOptions;
import syntop.capture.batch.Outcome;
import syntop.capture.batch.SegmentBatch;

class SummaryTest {
    private static final long SECOND = 1_000_000_000L;
    private static final long START = 1_795_183_392L * SECOND;
    private static final CountOptions OPTIONS =
            new CountOptions(CountOptions.MIN_MEMORY, 0, false, true, true, false);

    private record Syn(long tsNanos, long hi, long lo, int port) {}

    private static List<Syn> traffic(long seed, int n, long nanos) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Syn> syns = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            long tsNanos = random.nextInt(200) == 0 ? SegmentBatch.NO_TIME : START + i * nanos;
            int source = random.nextBoolean() ? random.nextInt(20) : random.nextInt();
            boolean v6 = random.nextInt(4) == 0;
            long lo = v6 ? source : SynBatches.mapped(source);
            syns.add(new Syn(tsNanos, v6 ? 0x2001_0db8L << 32 : 0, lo, random.nextInt(9) * 8_000));
        }
        return syns;
    }

    private static Analyzer count(List<Syn> syns) {
        Analyzer analyzer = new Analyzer(null, null, OPTIONS);
        SegmentBatch batch = new SegmentBatch(500);
        for (Syn syn : syns) {
            SynBatches.segment(
                    batch, Outcome.SYN, SegmentBatch.SYN, syn.tsNanos, syn.hi, syn.lo, syn.port);
            batch.count(Outcome.NOT_TCP, syn.tsNanos);
            if (!batch.isFull()) continue;
            analyzer.count(batch);
            batch.clear();
        }
        analyzer.count(batch);
        analyzer.end();
        return analyzer;
    }

    private static byte[] write(Analyzer analyzer) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Summary.write(analyzer, new DataOutputStream(bytes));
        return bytes.toByteArray();
    }

    private static DataInputStream in(byte[] bytes) {
        return new DataInputStream(new ByteArrayInputStream(bytes));
    }

    private static byte[] merge(List<byte[]> parts) throws IOException {
        Analyzer sum = new Analyzer(null, null, OPTIONS);
        for (byte[] part : parts) {
            Summary.check(in(part), OPTIONS);
            Summary.add(in(part), sum);
        }
        return write(sum);
    }

    @Tag("slow") // eight hundred summaries
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void partsInAnyOrderAndGroupingGiveTheBytesOfTheWhole(long seed) throws IOException {
        Random random = new Random(seed);
        List<Syn> syns = traffic(seed, 5_000, SECOND / (seed * 4));
        byte[] whole = write(count(syns));
        for (int trial = 0; trial < 5; trial++) {
            int n = 1 + random.nextInt(16);
            List<List<Syn>> split = new ArrayList<>();
            for (int part = 0; part < n; part++) {
                split.add(new ArrayList<>());
            }
            for (int i = 0; i < syns.size(); i++) {
                Syn syn = syns.get(i);
                int part =
                        switch (trial % 4) {
                            case 0 -> random.nextInt(n); // by packets
                            case 1 -> i * n / syns.size(); // by time
                            case 2 -> Math.floorMod(Long.hashCode(syn.lo), n); // by source
                            default -> 0; // one holds all, the others nothing
                        };
                split.get(part).add(syn);
            }
            List<byte[]> parts = new ArrayList<>();
            for (List<Syn> part : split) {
                parts.add(write(count(part)));
            }
            for (int order = 0; order < 4; order++) {
                Collections.shuffle(parts, random);
                List<byte[]> tree = new ArrayList<>(parts);
                while (tree.size() > 1) { // some shape of a tree
                    int take = Math.min(tree.size(), 2 + random.nextInt(3));
                    List<byte[]> some = tree.subList(0, take);
                    byte[] merged = merge(some);
                    some.clear();
                    tree.add(random.nextInt(tree.size() + 1), merged);
                }
                assertArrayEquals(whole, tree.get(0), "seed=" + seed + " trial=" + trial);
            }
        }
    }

    @Test
    void theSnapshotOfASumIsThatOfTheWhole() throws IOException {
        List<Syn> syns = traffic(5, 30_000, SECOND / 100);
        Snapshot whole = count(syns).snapshot(View.SOURCE, 50);
        Analyzer sum = new Analyzer(null, null, OPTIONS);
        Summary.add(in(write(count(syns.subList(0, 11_000)))), sum);
        Summary.add(in(write(count(syns.subList(11_000, 30_000)))), sum);
        Snapshot merged = sum.snapshot(View.SOURCE, 50);
        assertEquals(whole.syns(), merged.syns());
        assertEquals(whole.sources(), merged.sources());
        assertEquals(whole.frames(), merged.frames());
        assertEquals(whole.outcome(Outcome.NOT_TCP), merged.outcome(Outcome.NOT_TCP));
        assertEquals(whole.peak(), merged.peak());
        assertEquals(whole.interval(), merged.interval());
        assertArrayEquals(whole.series(), merged.series());
        for (int row = 0; row < 50; row++) {
            assertEquals(whole.keyHi(row), merged.keyHi(row));
            assertEquals(whole.keyLo(row), merged.keyLo(row));
            assertEquals(whole.syns(row), merged.syns(row));
            assertArrayEquals(whole.details().series(row), merged.details().series(row));
        }
        Snapshot ports = sum.snapshot(View.PORT, 0);
        assertEquals(9, ports.rowCount());
    }

    @Tag("slow") // three million sources
    @Test
    void boundsAddWhereCountsAreBounded() throws IOException {
        List<byte[]> parts = new ArrayList<>();
        long errors = 0;
        int distinct = 1_500_000;
        int heavy = 1_000;
        for (int part = 0; part < 2; part++) {
            Analyzer analyzer = new Analyzer(null, null, OPTIONS);
            SegmentBatch batch = new SegmentBatch(1_000);
            for (int i = 0; i < distinct; i++) {
                long lo = i % (distinct / heavy) == 0 ? 7 : (long) part << 40 | 1L << 39 | i;
                SynBatches.syn(batch, START, 0x2001_0db8L << 32, lo);
                if (!batch.isFull()) continue;
                analyzer.count(batch);
                batch.clear();
            }
            errors += analyzer.snapshot(View.SOURCE, 1).error();
            parts.add(write(analyzer));
        }
        assertTrue(errors > 0);
        Analyzer sum = new Analyzer(null, null, OPTIONS);
        for (byte[] part : parts) {
            Summary.check(in(part), OPTIONS);
            Summary.add(in(part), sum);
        }
        Snapshot snapshot = sum.snapshot(View.SOURCE, 1);
        assertEquals(2L * distinct, snapshot.syns());
        assertTrue(snapshot.error() >= errors, snapshot.error() + " of " + errors);
        assertEquals(7, snapshot.keyLo(0));
        assertTrue(snapshot.syns(0) <= 2L * heavy);
        assertTrue(snapshot.syns(0) >= 2L * heavy - snapshot.error());
        double off = snapshot.sources() / (2.0 * distinct - 2 * heavy) - 1;
        assertTrue(Math.abs(off) < 2 * snapshot.sourceError(), "off by " + off);
    }

    @Test
    void aSummaryThatIsCutAnywhereIsRefused() throws IOException {
        byte[] whole = write(count(traffic(1, 300, SECOND / 10)));
        for (int length = 0; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            SummaryException e =
                    assertThrows(SummaryException.class, () -> Summary.check(in(cut), OPTIONS));
            assertEquals("is cut short", e.getMessage(), "length=" + length);
        }
    }

    @Test
    void aSummaryWithAnyBitTurnedIsRefused() throws IOException {
        byte[] whole = write(count(traffic(1, 100, SECOND / 10)));
        for (int bit = 0; bit < whole.length * 8; bit++) {
            whole[bit / 8] ^= (byte) (1 << bit % 8);
            assertThrows(
                    SummaryException.class, () -> Summary.check(in(whole), OPTIONS), "bit " + bit);
            whole[bit / 8] ^= (byte) (1 << bit % 8);
        }
    }

    /** As above, but with checksums that are right: what an attacker writes. */
    @Tag("slow") // 10,000 summaries
    @Test
    void numbersThatNoSummaryHasAreRefusedOrCounted() throws IOException {
        byte[] whole = write(count(traffic(1, 60, SECOND / 10)));
        SplittableRandom random = new SplittableRandom(1);
        int refused = 0;
        for (int trial = 0; trial < 10_000; trial++) {
            byte[] forged = whole.clone();
            int size = (forged[12] & 0xFF) << 24 | (forged[13] & 0xFF) << 16;
            size |= (forged[14] & 0xFF) << 8 | forged[15] & 0xFF;
            for (int n = 0; n <= trial % 3; n++) {
                forged[16 + random.nextInt(size)] = (byte) random.nextInt();
            }
            CRC32 crc = new CRC32();
            crc.update(forged, 16, size);
            for (int i = 0; i < 4; i++) {
                forged[16 + size + i] = (byte) (crc.getValue() >>> 24 - 8 * i);
            }
            try {
                Summary.check(in(forged), OPTIONS);
            } catch (SummaryException e) {
                refused++;
                continue;
            }
            Analyzer sum = new Analyzer(null, null, OPTIONS);
            Summary.add(in(forged), sum);
            sum.snapshot(View.SOURCE, 10);
        }
        assertTrue(refused > 2_500, "only " + refused);
    }

    @Test
    void aNewerVersionIsRefusedWithTheReason() throws IOException {
        byte[] whole = write(count(traffic(1, 10, SECOND)));
        whole[11] = 2;
        SummaryException e =
                assertThrows(SummaryException.class, () -> Summary.check(in(whole), OPTIONS));
        assertEquals("is newer: it has version 2, this syntop reads 1", e.getMessage());
        whole[0] = 'x';
        e = assertThrows(SummaryException.class, () -> Summary.check(in(whole), OPTIONS));
        assertEquals("is no summary of syntop", e.getMessage());
    }

    @Test
    void anEmptyRunHasASummaryToo() throws IOException {
        byte[] empty = write(count(List.of()));
        Analyzer sum = new Analyzer(null, null, OPTIONS);
        Summary.add(in(empty), sum);
        assertEquals(0, sum.snapshot(View.SOURCE, 10).syns());
        assertArrayEquals(empty, write(sum));
    }

    @Test
    void siblingsAreOneSum() throws IOException {
        List<Syn> syns = traffic(9, 6_000, SECOND / 50);
        Analyzer first = new Analyzer(null, null, OPTIONS.withThreads(3));
        List<Analyzer> all = List.of(first, first.sibling(null), first.sibling(null));
        for (int i = 0; i < 3; i++) {
            SegmentBatch batch = new SegmentBatch(2_000);
            for (Syn syn : syns.subList(i * 2_000, i * 2_000 + 2_000)) {
                SynBatches.segment(
                        batch,
                        Outcome.SYN,
                        SegmentBatch.SYN,
                        syn.tsNanos,
                        syn.hi,
                        syn.lo,
                        syn.port);
                batch.count(Outcome.NOT_TCP, syn.tsNanos);
            }
            all.get(i).count(batch);
            all.get(i).end();
        }
        assertArrayEquals(write(count(syns)), write(first));
        Snapshot snapshot = first.snapshot(View.SOURCE, 5);
        assertEquals(6_000, snapshot.syns());
        assertEquals(12_000, snapshot.frames());
        assertEquals(count(syns).snapshot(View.SOURCE, 5).targets(0), snapshot.targets(0));
    }
}

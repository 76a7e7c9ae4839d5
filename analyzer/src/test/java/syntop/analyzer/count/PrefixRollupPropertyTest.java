package syntop.analyzer.count;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import syntop.analyzer.SynBatches;
import syntop.capture.batch.SegmentBatch;

/** Prefixes against sums that are made level by level. */
class PrefixRollupPropertyTest {
    private static final int[] V4 = {120, 112, 104};
    private static final int[] V6 = {64, 48, 32};

    private record Prefix(long hi, long lo, int bits) {}

    private record Sum(long syns, long hosts) {
        Sum plus(Sum other) {
            return new Sum(syns + other.syns, hosts + other.hosts);
        }
    }

    private static Prefix prefix(long hi, long lo, int bits) {
        long maskedHi = bits >= 64 ? hi : hi & -1L << 64 - bits;
        long maskedLo = bits == 128 ? lo : bits <= 64 ? 0 : lo & -1L << 128 - bits;
        return new Prefix(maskedHi, maskedLo, bits);
    }

    private final PaneStore store = new PaneStore(1L << 26);
    private final Pane pane = store.open(0);
    private final Map<Prefix, Sum> sources = new HashMap<>();
    private long total;

    private void count(long[][] syns) {
        OpenTables tables = new OpenTables(CountOptions.DEFAULT, 1 << 24, new RunSort());
        SegmentBatch batch = new SegmentBatch(syns.length);
        for (long[] syn : syns) {
            SynBatches.syn(batch, 0, syn[0], syn[1]);
            sources.merge(
                    new Prefix(syn[0], syn[1], 128),
                    new Sum(1, 1),
                    (a, b) -> new Sum(a.syns + 1, 1));
            total++;
        }
        int[] rows = new int[syns.length];
        Arrays.setAll(rows, i -> i);
        tables.add(batch, rows, 0, rows.length);
        store.seal(tables, pane);
    }

    private Map<Prefix, Sum> expected() {
        Map<Prefix, Sum> listed = new HashMap<>();
        for (int[] lengths : List.of(V4, V6)) {
            Map<Prefix, Sum> rest = new HashMap<>();
            sources.forEach(
                    (key, sum) -> {
                        if (Addresses.isV4(key.hi, key.lo) == (lengths == V4)) rest.put(key, sum);
                    });
            for (int bits : lengths) {
                Map<Prefix, Sum> sums = new HashMap<>();
                rest.forEach(
                        (key, sum) -> sums.merge(prefix(key.hi, key.lo, bits), sum, Sum::plus));
                rest.clear();
                sums.forEach(
                        (key, sum) -> {
                            boolean last = bits == lengths[2];
                            if (last || sum.syns * 100 >= total) listed.put(key, sum);
                            else rest.put(key, sum);
                        });
            }
        }
        return listed;
    }

    private Map<Prefix, Sum> actual() {
        Ranking rows = RunQuery.counted(List.of(pane), List.of(), Keys.PREFIX, 0, 0, 0).rows();
        Map<Prefix, Sum> listed = new HashMap<>();
        for (int row = 0; row < rows.size(); row++) {
            Prefix key = new Prefix(rows.hi(row), rows.lo(row), PrefixRollup.bits(rows.tag(row)));
            Sum twice =
                    listed.put(key, new Sum(rows.count(row), PrefixRollup.hosts(rows.tag(row))));
            assertEquals(null, twice, "listed twice: " + key);
        }
        return listed;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void equalsSumsMadeLevelByLevel(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        long[][] syns = new long[3_000 + random.nextInt(5_000)][];
        for (int i = 0; i < syns.length; i++) {
            int spread = 8 << random.nextInt(3);
            int bits = random.nextInt() >>> spread; // crowded in the lowest prefixes
            long lo = random.nextInt(5) == 0 ? random.nextInt() : bits;
            syns[i] =
                    switch (random.nextInt(4)) {
                        case 0 -> new long[] {0x2001_0db8L << 32 | lo & 0xFFFF, random.nextInt(9)};
                        case 1 -> new long[] {0, random.nextLong(1L << 50)}; // around IPv4-mapped
                        default -> new long[] {0, SynBatches.mapped((int) lo)};
                    };
        }
        count(syns);
        assertEquals(expected(), actual(), "seed=" + seed);
    }

    @Test
    void aFloodOfRandomHostsInOneNetworkIsThatNetwork() {
        SplittableRandom random = new SplittableRandom(1);
        long[][] syns = new long[30_000][];
        for (int i = 0; i < syns.length; i++) {
            syns[i] =
                    switch (i % 3) {
                        case 0 -> new long[] {0x2001_0db8_0000_0007L, random.nextLong()};
                        case 1 -> new long[] {0x2001_0db9L << 32 | random.nextInt() >>> 1, 1};
                        default ->
                                new long[] {
                                    0, SynBatches.mapped(0xC612_0000 | random.nextInt(1 << 16))
                                };
                    };
        }
        count(syns);
        Map<Prefix, Sum> rows = new TreeMap<>((a, b) -> Integer.compare(a.bits, b.bits));
        rows.putAll(actual());
        assertEquals(
                List.of(
                        new Prefix(0x2001_0db9L << 32, 0, 32),
                        new Prefix(0x2001_0db8_0000_0007L, 0, 64),
                        new Prefix(0, SynBatches.mapped(0xC612_0000), 112)),
                List.copyOf(rows.keySet()));
    }
}

package syntop.analyzer.count;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
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
    private static final int PANES = 3;

    private final List<Pane> panes =
            IntStream.range(0, PANES).mapToObj(store::open).collect(Collectors.toList());
    private final List<Map<Prefix, Long>> byPane =
            IntStream.range(0, PANES)
                    .<Map<Prefix, Long>>mapToObj(i -> new HashMap<>())
                    .collect(Collectors.toList());
    private final Map<Prefix, Sum> sources = new HashMap<>();
    private long total;

    private void count(long[][] syns) {
        for (int pane = 0; pane < PANES; pane++) {
            int from = syns.length * pane / PANES;
            int to = syns.length * (pane + 1) / PANES;
            count(Arrays.copyOfRange(syns, from, to), pane);
        }
    }

    private void count(long[][] syns, int pane) {
        OpenTables tables = new OpenTables(CountOptions.DEFAULT, 1 << 24, new RunSort());
        SegmentBatch batch = new SegmentBatch(syns.length);
        for (long[] syn : syns) {
            SynBatches.syn(batch, 0, syn[0], syn[1]);
            Prefix source = new Prefix(syn[0], syn[1], 128);
            sources.merge(source, new Sum(1, 1), (a, b) -> new Sum(a.syns + 1, 1));
            byPane.get(pane).merge(source, 1L, Long::sum);
            total++;
        }
        int[] rows = new int[syns.length];
        Arrays.setAll(rows, i -> i);
        tables.add(batch, rows, 0, rows.length);
        store.seal(tables, panes.get(pane));
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

    private Counted counted() {
        Span span = new Span(panes, 0, PANES, 1_000_000_000L);
        return RunQuery.counted(panes, List.of(), Keys.PREFIX, 0, 0, 0, span);
    }

    /** Each SYN of a pane in the longest of the prefixes listed. */
    private Map<Prefix, Long> expected(int pane, Set<Prefix> listed) {
        Map<Prefix, Long> sums = new HashMap<>();
        byPane.get(pane)
                .forEach(
                        (source, syns) -> {
                            int[] lengths = Addresses.isV4(source.hi, source.lo) ? V4 : V6;
                            Prefix longest = null;
                            for (int i = 0; longest == null; i++) {
                                Prefix prefix = prefix(source.hi, source.lo, lengths[i]);
                                if (listed.contains(prefix)) longest = prefix;
                            }
                            sums.merge(longest, syns, Long::sum);
                        });
        return sums;
    }

    private void checkCourse(String message) {
        Counted counted = counted();
        Ranking rows = counted.rows();
        Set<Prefix> listed = actual().keySet();
        for (int pane = 0; pane < PANES; pane++) {
            Map<Prefix, Long> expected = expected(pane, listed);
            for (int row = 0; row < Math.min(rows.size(), Details.MOST); row++) {
                int bits = PrefixRollup.bits(rows.tag(row));
                Prefix prefix = new Prefix(rows.hi(row), rows.lo(row), bits);
                assertEquals(
                        expected.getOrDefault(prefix, 0L),
                        counted.details().series(row)[pane],
                        message + " " + prefix);
            }
        }
    }

    private Map<Prefix, Sum> actual() {
        Ranking rows = counted().rows();
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
        checkCourse("seed=" + seed);
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

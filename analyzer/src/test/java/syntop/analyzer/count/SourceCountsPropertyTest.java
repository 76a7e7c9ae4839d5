package syntop.analyzer.count;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import syntop.analyzer.SynBatches;
import syntop.capture.batch.SegmentBatch;

/** The tables against a HashMap, for every kind of traffic and batch size. */
class SourceCountsPropertyTest {
    private static final int SYNS = 40_000; // some doublings of both tables

    private record Address(long hi, long lo) {}

    private enum Traffic {
        RANDOM_V4 {
            @Override
            Address next(SplittableRandom random, int i) {
                return new Address(0, SynBatches.mapped(random.nextInt()));
            }
        },
        RANDOM_V6 {
            @Override
            Address next(SplittableRandom random, int i) {
                return new Address(random.nextLong(), random.nextLong());
            }
        },
        ALL_DISTINCT_V4 {
            @Override
            Address next(SplittableRandom random, int i) {
                return new Address(0, SynBatches.mapped(0xFFFF_F000 + i)); // 255.255.240.0, over 0
            }
        },
        ALL_DISTINCT_V6_UPPER_HALVES {
            @Override
            Address next(SplittableRandom random, int i) {
                return new Address(0x2001_0db8_0000_0000L + i, 1);
            }
        },
        ONE_SOURCE {
            @Override
            Address next(SplittableRandom random, int i) {
                return new Address(0, SynBatches.mapped(0xC633_6407));
            }
        },
        SKEWED {
            @Override
            Address next(SplittableRandom random, int i) {
                // rank r comes about 1/r as often as rank 1, as in Zipf's law
                long rank = (long) Math.exp(random.nextDouble() * Math.log(50_000));
                return rank % 3 == 0
                        ? new Address(0x2001_0db8_0000_0000L, rank)
                        : new Address(0, SynBatches.mapped((int) rank));
            }
        },
        /** Addresses that differ from IPv4-mapped ones in one bit, and those. */
        ALMOST_MAPPED {
            @Override
            Address next(SplittableRandom random, int i) {
                long lo = SynBatches.mapped(random.nextInt(100));
                int bit = random.nextInt(160);
                return new Address(
                        bit < 64 ? 1L << bit : 0, bit >= 64 && bit < 128 ? lo ^ 1L << bit : lo);
            }
        };

        abstract Address next(SplittableRandom random, int i);
    }

    @ParameterizedTest(name = "{0}, seed={1}")
    @CsvSource({
        "RANDOM_V4, 1",
        "RANDOM_V4, 1234567",
        "RANDOM_V6, 2",
        "RANDOM_V6, 1234567",
        "ALL_DISTINCT_V4, 3",
        "ALL_DISTINCT_V6_UPPER_HALVES, 4",
        "ONE_SOURCE, 5",
        "SKEWED, 6",
        "SKEWED, 1234567",
        "ALMOST_MAPPED, 7",
        "ALMOST_MAPPED, 1234567",
    })
    void equalsAMapForBatchesOfAnySize(Traffic traffic, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        SourceCounts counts = new SourceCounts();
        Map<Address, Long> expected = new HashMap<>();
        SegmentBatch batch = new SegmentBatch(1_500);
        int[] rows = new int[1_500];
        for (int i = 0, step = 0; i < SYNS; step++) {
            batch.clear();
            int size = 1 + random.nextInt(random.nextBoolean() ? 4 : 1_500);
            int selected = 0;
            for (int row = 0; row < size; row++, i++) {
                Address address = traffic.next(random, i);
                SynBatches.syn(batch, 0, address.hi(), address.lo());
                if (random.nextInt(8) == 0) continue; // not every row is a SYN that counts
                rows[selected++] = row;
                expected.merge(address, 1L, Long::sum);
            }
            counts.add(batch, rows, selected);
            assertEquals(expected.size(), counts.size(), "seed=" + seed + " step=" + step);
        }
        assertEquals(expected, ranked(counts), "seed=" + seed);
    }

    private static Map<Address, Long> ranked(SourceCounts counts) {
        Ranking ranking = new Ranking(Integer.MAX_VALUE);
        counts.rank(ranking);
        Map<Address, Long> all = new HashMap<>();
        List<Address> twice = new ArrayList<>();
        for (int row = 0; row < ranking.size(); row++) {
            Address address = new Address(ranking.hi(row), ranking.lo(row));
            if (all.put(address, ranking.count(row)) != null) twice.add(address);
        }
        assertEquals(List.of(), twice, "offered twice");
        return all;
    }
}

package syntop.analyzer.count;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import syntop.analyzer.Allocation;
import syntop.analyzer.SynBatches;
import syntop.capture.batch.SegmentBatch;

class KeyCountsTest {
    private final KeyCounts counts = new KeyCounts(64);

    private Map<List<Long>, Long> all() {
        Map<List<Long>, Long> all = new HashMap<>();
        counts.forEach((hi, lo, count) -> assertEquals(null, all.put(List.of(hi, lo), count)));
        return all;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 1234567})
    void equalsAMapOfTheFirstKeysThatCame(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Map<List<Long>, Long> expected = new HashMap<>();
        long left = 0;
        for (int i = 0; i < 5_000; i++) {
            long hi = random.nextLong(10) - 5;
            long lo = random.nextLong(10) - 5;
            counts.add(hi, lo);
            List<Long> key = List.of(hi, lo);
            if (expected.size() == 64 && !expected.containsKey(key)) left++;
            else expected.merge(key, 1L, Long::sum);
        }
        assertEquals(expected, all());
        assertEquals(left, counts.left());
    }

    @Test
    void halvesAreNotMixedUp() {
        counts.add(1, 2);
        counts.add(2, 1);
        counts.add(0, 0);
        assertEquals(Map.of(List.of(1L, 2L), 1L, List.of(2L, 1L), 1L, List.of(0L, 0L), 1L), all());
    }

    @Test
    void forgetsAll() {
        for (int key = 0; key < 100; key++) {
            counts.add(key, 0);
        }
        assertEquals(36, counts.left());
        counts.clear();
        assertEquals(0, counts.left());
        assertEquals(Map.of(), all());
        for (int key = 0; key < 64; key++) {
            counts.add(0, key);
        }
        assertEquals(64, all().size(), "there is room for as many as before");
        assertEquals(0, counts.left());
    }

    @Test
    void aSignatureIsTheOptionsAndTheStyle() {
        SegmentBatch batch = new SegmentBatch(2);
        SynBatches.synV4(batch, 0, 1, 80);
        SynBatches.synV4(batch, 0, 2, 443);
        batch.signature[1] = 77;
        counts.addSignature(batch, 0);
        counts.addSignature(batch, 1);
        long style = SynStyle.of(batch, 0);
        assertEquals(Map.of(List.of(0L, style), 1L, List.of(77L, style), 1L), all());
    }

    @Test
    void allocatesNothing() {
        Allocation.assertNoneOnceGrown(
                () -> {
                    for (int i = 0; i < 1_000_000; i++) {
                        counts.add(i % 100, i % 3);
                    }
                });
    }
}

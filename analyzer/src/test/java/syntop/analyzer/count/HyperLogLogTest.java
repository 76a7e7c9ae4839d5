package syntop.analyzer.count;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import syntop.analyzer.SynBatches;

class HyperLogLogTest {
    private static final int TRIALS = 100;

    @Test
    void nothingIsNothing() {
        assertEquals(0, new HyperLogLog(new KeyedHash(16, new Random(1))).estimate());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 200, 1_000, 10_000, 40_000, 100_000, 300_000})
    void errsAsMuchAsItSays(int keys) {
        double squares = 0;
        double sum = 0;
        for (int trial = 0; trial < TRIALS; trial++) {
            HyperLogLog sketch = new HyperLogLog(new KeyedHash(16, new Random(trial)));
            for (int key = 0; key < keys; key++) {
                sketch.add(0, SynBatches.mapped(key));
                if (key % 3 == 0) sketch.add(0, SynBatches.mapped(key));
            }
            double error = (double) sketch.estimate() / keys - 1;
            squares += error * error;
            sum += error;
        }
        double rmse = Math.sqrt(squares / TRIALS);
        // of 100 trials the deviation itself is known to 7 %: three times that
        assertTrue(rmse <= 1.25 * HyperLogLog.ERROR, "rmse=" + rmse);
        assertTrue(Math.abs(sum / TRIALS) < 0.4 * HyperLogLog.ERROR, "bias=" + sum / TRIALS);
    }

    @Test
    void errsNoMoreWithMillions() {
        int[] sizes = {1_000_000, 3_000_000, 10_000_000};
        int trials = 20;
        double[] squares = new double[sizes.length];
        for (int trial = 0; trial < trials; trial++) {
            HyperLogLog sketch = new HyperLogLog(new KeyedHash(16, new Random(trial)));
            int key = 0;
            for (int size = 0; size < sizes.length; size++) {
                for (; key < sizes[size]; key++) {
                    sketch.add(0, SynBatches.mapped(key));
                }
                double error = (double) sketch.estimate() / key - 1;
                squares[size] += error * error;
            }
        }
        for (int size = 0; size < sizes.length; size++) {
            double rmse = Math.sqrt(squares[size] / trials);
            // of 20 trials the deviation itself is known to 16 %: three times that
            assertTrue(rmse <= 1.5 * HyperLogLog.ERROR, sizes[size] + ": rmse=" + rmse);
        }
    }

    @Test
    void mergedEqualsOneOfAll() {
        KeyedHash hash = new KeyedHash(16, new Random(1));
        HyperLogLog all = new HyperLogLog(hash);
        HyperLogLog merged = new HyperLogLog(hash);
        for (int part = 0; part < 5; part++) {
            HyperLogLog one = new HyperLogLog(hash);
            for (int key = part * 700; key < part * 700 + 1_000; key++) {
                one.add(key, ~key);
                all.add(key, ~key);
            }
            merged.merge(one);
        }
        assertEquals(all.estimate(), merged.estimate());
    }

    /** Keys that raise every register of one whose hash is known say nothing to another. */
    @Test
    void keysChosenAgainstAKnownHashDoNotMatterToAnother() {
        KeyedHash known = new KeyedHash(16, new Random(1));
        HyperLogLog fooled = new HyperLogLog(known);
        HyperLogLog fresh = new HyperLogLog(new KeyedHash(16, new Random(2)));
        int chosen = 0;
        for (int key = 0; chosen < 200_000; key++) {
            long hash = HyperLogLog.bits(known, 0, key);
            if (hash << 14 >>> 60 != 0) continue; // four zeros behind the register
            fooled.add(0, key);
            fresh.add(0, key);
            chosen++;
        }
        assertTrue(fooled.estimate() > 10L * chosen, "the attack works: " + fooled.estimate());
        assertEquals(chosen, (double) fresh.estimate(), 3 * HyperLogLog.ERROR * chosen);
    }
}

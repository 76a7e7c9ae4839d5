package syntop.analyzer.count;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.apache.datasketches.hll.HllSketch;
import org.apache.datasketches.hll.TgtHllType;
import org.junit.jupiter.api.Tag;
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

    @Tag("slow") // two hundred million keys
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

    /** Both against the truth: another hash, another estimator, as many registers. */
    @Tag("slow") // 44 million keys
    @ParameterizedTest
    @ValueSource(ints = {1, 1_000, 100_000, 1_000_000})
    void errsAsDataSketchesDoes(int keys) {
        int trials = 20;
        double squares = 0;
        double theirSquares = 0;
        for (int trial = 0; trial < trials; trial++) {
            HyperLogLog sketch = new HyperLogLog(new KeyedHash(16, new Random(trial)));
            HllSketch theirs = new HllSketch(14, TgtHllType.HLL_8);
            for (long key = 0; key < keys; key++) {
                long address = key + trial * 0x1_0000_0001L; // they have one hash for all trials
                sketch.add(trial, address);
                theirs.update(address);
            }
            double error = (double) sketch.estimate() / keys - 1;
            double theirError = theirs.getCompositeEstimate() / keys - 1;
            squares += error * error;
            theirSquares += theirError * theirError;
            assertEquals(theirError, error, 5 * HyperLogLog.ERROR, "trial=" + trial);
        }
        double most = 1.5 * HyperLogLog.ERROR; // of 20 trials it is known to 16 %
        assertTrue(Math.sqrt(squares / trials) <= most, "squares=" + squares);
        assertTrue(Math.sqrt(theirSquares / trials) <= most, "squares of theirs=" + theirSquares);
    }

    @Test
    void whatWasSavedEstimatesTheSame() {
        HyperLogLog sketch = HyperLogLog.ofSeed(77);
        for (int key = 0; key < 5_000; key++) {
            sketch.add(1, key);
        }
        HyperLogLog read = HyperLogLog.of(sketch.seed(), sketch.registers());
        assertEquals(sketch.estimate(), read.estimate());
        read.add(1, 3); // it hashes as the one that was saved
        assertArrayEquals(sketch.registers(), read.registers());
        assertEquals(77, sketch.empty().seed());
        assertEquals(0, sketch.empty().estimate());
    }

    /** Registers come from files too: whatever they hold, it is refused or some number. */
    @Test
    void registersThatCannotBeAreRefused() {
        byte[] registers = new byte[HyperLogLog.REGISTERS];
        for (int rank : new int[] {52, 127, -1, -128}) {
            registers[9] = (byte) rank;
            assertNull(HyperLogLog.of(1, registers));
        }
        double before = 0;
        for (int rank = 1; rank <= 51; rank++) {
            Arrays.fill(registers, (byte) rank);
            HyperLogLog sketch = HyperLogLog.of(1, registers);
            assertEquals(rank > 32, sketch == null, "rank=" + rank); // 2^32 * 2^14 * 0.72
            if (sketch == null) continue;
            assertTrue(sketch.estimate() > 1.9 * before, "rank=" + rank);
            before = sketch.estimate();
        }
    }

    /** A key in as many as the hash can tell apart: the register tells hardly more than before. */
    @Test
    void registersThatAreFullLiftTheEstimateByTheirShare() {
        byte[] registers = new byte[HyperLogLog.REGISTERS];
        Arrays.fill(registers, (byte) 10);
        double without = HyperLogLog.of(1, registers).estimate();
        for (int full = 1; full <= HyperLogLog.REGISTERS / 2; full *= 2) {
            Arrays.fill(registers, 0, full, (byte) 51);
            double expected = without / (1 - (double) full / HyperLogLog.REGISTERS);
            double estimate = HyperLogLog.of(1, registers).estimate();
            assertEquals(1, estimate / expected, 0.001, "full=" + full);
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
        assertArrayEquals(all.registers(), merged.registers());
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

package syntop.analyzer.verdict;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Values until an alarm, on average, of independent normal noise; as computed by Brook and Evans.
 */
class CusumTest {
    private static final double TOLERANCE = 0.1;

    private static double averageRun(double jump, int runs) {
        SplittableRandom random = new SplittableRandom(12);
        Cusum cusum = new Cusum();
        long values = 0;
        for (int run = 0; run < runs; run++) {
            cusum.clear();
            while (!cusum.isAlarm()) {
                cusum.add(jump + random.nextGaussian());
                values++;
            }
        }
        return (double) values / runs;
    }

    @ParameterizedTest
    @CsvSource({
        "0, 790_000, 200", // a false alarm in nine days of seconds
        "2, 6.8, 20_000",
        "3, 3.6, 20_000",
        "5, 2.1, 20_000",
        "10, 1.0, 20_000"
    })
    void findsAJumpAsSoonAsTheTableTells(double jump, String table, String runs) {
        double expected = Double.parseDouble(table.replace("_", ""));
        int times = Integer.parseInt(runs.replace("_", ""));
        assertEquals(expected, averageRun(jump, times), expected * TOLERANCE);
    }
}

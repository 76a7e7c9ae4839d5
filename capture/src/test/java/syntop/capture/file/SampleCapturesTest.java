package syntop.capture.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import syntop.capture.file.Reading.Frame;

/** What holds for every format alike. */
class SampleCapturesTest {
    private static final int PACKETS = 120;

    @ParameterizedTest
    @MethodSource("all")
    void givesTheSameFramesFromEveryFormat(String name, byte[] file) {
        for (int chunk : new int[] {1, 17, Integer.MAX_VALUE}) {
            Reading read = Reading.of(file, chunk);
            assertNull(read.error());
            assertEquals(expected(PACKETS), read.frames(), "chunk=" + chunk);
            assertEquals(PACKETS, read.report().records());
            assertEquals(Set.of(1), read.report().linkTypes());
        }
    }

    @Test
    void givesTheSameFramesWhenPacketsCrossTheWindow() {
        int packets = 40_000; // 2.5 windows
        for (Map.Entry<String, byte[]> file : SampleCaptures.plain(packets).entrySet()) {
            Reading read = Reading.of(file.getValue());
            assertNull(read.error(), file.getKey());
            assertEquals(expected(packets), read.frames(), file.getKey());
        }
    }

    @ParameterizedTest
    @MethodSource("plain")
    void keepsTheRecordsThatAreWhollyThereAtEveryLength(String name, byte[] file) {
        List<Frame> whole = Reading.of(file).frames();
        int kept = 0;
        for (Reading read : cutAtEveryLength(file)) {
            int records = read.frames().size();
            String where = "length after that of record " + kept;
            assertEquals(whole.subList(0, records), read.frames(), where);
            assertEquals(records, read.report().records(), where);
            assertTrue(records == kept || records == kept + 1, where);
            kept = records;
        }
        assertEquals(whole.size() - 1, kept); // the last byte belongs to the last record
    }

    @ParameterizedTest
    @MethodSource("plain")
    void reportsEveryCutThatIsNotBetweenBlocks(String name, byte[] file) {
        long silent = cutAtEveryLength(file).stream().filter(read -> read.error() == null).count();
        long blocks = name.contains("many sections") ? 12 * 5 : name.contains("ng") ? 13 : 12;
        assertEquals(blocks, silent, "a header and every record but the last end without error");
    }

    @ParameterizedTest
    @MethodSource("packed")
    void reportsEveryCutOfAPackedFile(String name, byte[] file) {
        List<Frame> whole = Reading.of(file).frames();
        for (Reading read : cutAtEveryLength(file)) {
            assertNotNull(read.error());
            assertEquals(whole.subList(0, read.frames().size()), read.frames());
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void survivesDamagedBytes(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<byte[]> files = new ArrayList<>(SampleCaptures.all(20).values());
        int steps = 5_000;
        List<Reading> readings =
                Reading.all(
                        steps,
                        step -> damaged(files.get(random.nextInt(files.size())), random),
                        random.nextInt(1, 5_000));
        for (int step = 0; step < steps; step++) {
            Reading read = readings.get(step);
            String where = "seed=" + seed + " step=" + step;
            assertEquals(read.frames().size(), read.report().records(), where);
            // a damaged length can repeat bytes in packed data, up to the window of zstd
            assertTrue(read.frames().size() <= 100_000, where);
        }
    }

    private static byte[] damaged(byte[] file, SplittableRandom random) {
        byte[] damaged = file.clone();
        for (int flips = random.nextInt(1, 6); flips > 0; flips--) {
            damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
        }
        return damaged;
    }

    private static List<Reading> cutAtEveryLength(byte[] file) {
        return Reading.all(file.length, length -> Arrays.copyOf(file, length), Integer.MAX_VALUE);
    }

    static Stream<Object[]> packed() {
        return SampleCaptures.all(12).entrySet().stream()
                .filter(file -> file.getKey().endsWith("gzip") || file.getKey().endsWith("zstd"))
                .map(file -> new Object[] {file.getKey(), file.getValue()});
    }

    static Stream<Object[]> plain() {
        return SampleCaptures.plain(12).entrySet().stream()
                .map(file -> new Object[] {file.getKey(), file.getValue()});
    }

    static Stream<Object[]> all() {
        return SampleCaptures.all(PACKETS).entrySet().stream()
                .map(file -> new Object[] {file.getKey(), file.getValue()});
    }

    private static List<Frame> expected(int packets) {
        byte[][] frames = SampleCaptures.frames(packets);
        List<Frame> expected = new ArrayList<>();
        for (int i = 0; i < packets; i++) {
            String hex = HexFormat.of().formatHex(frames[i]);
            expected.add(new Frame(hex, frames[i].length, 1, SampleCaptures.tsNanos(i)));
        }
        return expected;
    }
}

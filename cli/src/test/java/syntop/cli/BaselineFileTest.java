package syntop.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import syntop.analyzer.baseline.Baseline;
import syntop.analyzer.baseline.Lesson;
import syntop.analyzer.baseline.Lesson.Figures;
import syntop.analyzer.baseline.Lesson.OfTarget;
import syntop.analyzer.baseline.Lesson.Sighting;
import syntop.analyzer.baseline.Scope;
import syntop.capture.CaptureException;
import syntop.cli.baseline.BaselineFile;

@Timeout(120)
class BaselineFileTest {
    @TempDir Path dir;

    private static Baseline read(Path file) throws CaptureException {
        return BaselineFile.read(file);
    }

    private static void write(Path file, Baseline baseline) throws IOException {
        try (BaselineFile locked = BaselineFile.lock(file)) {
            locked.write(baseline);
        }
    }

    /** Some weeks of whatever; each seed another. */
    static Baseline random(long seed, int lessons) {
        SplittableRandom random = new SplittableRandom(seed);
        Baseline baseline = new Baseline(new Scope(List.of(443, 80), List.of("192.0.2.0/24"), ""));
        long second = CaptureWriter.START + random.nextInt(1 << 20);
        for (int i = 0; i < lessons; i++) {
            second += 1 + random.nextInt(100_000);
            List<OfTarget> targets = new ArrayList<>();
            targets.add(new OfTarget(0, 0xFFFF_C000_0207L, 443, figures(random)));
            if (i % 2 == 0) targets.add(new OfTarget(1L << 61, 7, 80, figures(random)));
            List<Sighting> prefixes = new ArrayList<>();
            for (int k = 0; k < 3; k++) {
                long v4 = 0xFFFF_0000_0000L | (long) random.nextInt(1 << 20) << 8;
                prefixes.add(new Sighting(0, v4, 1 + random.nextInt(99)));
                prefixes.add(new Sighting(random.nextLong() & -1L << 16, 0, 1));
            }
            List<Sighting> looks = List.of(new Sighting(random.nextLong(), -1, 4));
            long[] seconds = {second, second + 1};
            baseline.learn(
                    new Lesson(seconds, figures(random), targets, false, prefixes, looks, 0));
            if (i % 5 == 0) baseline.leaveOut(60);
        }
        return baseline;
    }

    private static Figures figures(SplittableRandom random) {
        long[] perSecond = {random.nextInt(1 << 16), random.nextInt(20)};
        long requests = 1L + random.nextInt(1 << 17);
        return new Figures(perSecond, requests, random.nextLong(requests), 9, 3);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void whatIsReadIsWhatWasWritten(long seed) throws IOException {
        Path one = dir.resolve("one.json");
        Path other = dir.resolve("other.json");
        write(one, random(seed, 300));
        write(other, read(one));
        assertEquals(Files.readString(one), Files.readString(other), "seed=" + seed);
    }

    @Test
    void aLineForEachHourPrefixAndSignature() throws IOException {
        Path file = dir.resolve("b.json");
        write(file, random(1, 20));
        for (String line : Files.readAllLines(file)) {
            assertTrue(line.length() < 1_000, line);
        }
        assertTrue(Files.readString(file).startsWith("{\"schema\":\"syntop-baseline/1\",\n"));
    }

    @Test
    void aFileThatEndsEarlyIsRefusedWithItsNameWhereverItEnds() throws IOException {
        Path whole = dir.resolve("b.json");
        write(whole, random(1, 2));
        byte[] bytes = Files.readAllBytes(whole);
        Path cut = dir.resolve("cut.json");
        for (int length = 0; length < bytes.length - 1; length++) { // the last is a line feed
            Files.write(cut, Arrays.copyOf(bytes, length));
            String message =
                    assertThrows(CaptureException.class, () -> read(cut), "at " + length)
                            .getMessage();
            assertTrue(message.startsWith(cut + ": "), message);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void changedBytesAreRefusedOrReadButNeverMore(long seed) throws IOException {
        SplittableRandom random = new SplittableRandom(seed);
        Path whole = dir.resolve("b.json");
        write(whole, random(seed, 3));
        byte[] bytes = Files.readAllBytes(whole);
        Path changed = dir.resolve("changed.json");
        for (int i = 0; i < 1_000; i++) {
            byte[] copy = bytes.clone();
            copy[random.nextInt(copy.length)] = (byte) random.nextInt(256);
            Files.write(changed, copy);
            try {
                read(changed);
            } catch (CaptureException e) {
                assertTrue(e.getMessage().startsWith(changed + ": "), e.getMessage());
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | is empty, no baseline",
                "nonsense | line 1: Unrecognized token 'nonsense'",
                "[] | line 1: a baseline must be an object, is an array",
                "{} | line 1: a baseline has no all, learntSeconds",
                "{\"scope\":1} | line 1: not a baseline of syntop: no schema",
                "{\"schema\":\"syntop/1\"} | line 1: a result of syntop, not a baseline",
                "{\"schema\":\"syntop-baseline/2\"} | line 1: a baseline of a newer syntop, schema"
                        + " syntop-baseline/2; this one reads syntop-baseline/1",
                "{\"schema\":\"other\"} | line 1: not a baseline of syntop, schema other",
            })
    void whatIsNoBaselineIsRefusedWithTheReason(String text, String reason) throws IOException {
        Path file = dir.resolve("b.json");
        Files.writeString(file, text);
        String message = assertThrows(CaptureException.class, () -> read(file)).getMessage();
        assertTrue(message.startsWith(file + ": " + reason), message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"days\":1 | \"days\":-1 | days must be 0 to 10000000, is -1",
                "\"days\":1 | \"days\":1e3 | days must be a whole number, is a fraction",
                "\"days\":1 | \"days\":99999999999999999999 | days must be 0 to 10000000",
                "\"days\":1 | \"day\":1 | unknown field day",
                "\"days\":1 | \"days\":1,\"days\":1 | Duplicate field 'days'",
                "\"port\":443 | \"port\":65536 | port must be 0 to 65535, is 65536",
                "\"address\":\"192.0.2.7\" | \"address\":\"192.0.2.7;reboot\" | not an address",
                "\"address\":\"192.0.2.7\" | \"address\":\"192.0.2.0/24\" | a prefix of another",
                "/24\",\"syn | /23\",\"syn | a prefix of another length",
                "\"syn\":4 | \"syn\":0 | syn must be 1 to 1000000000000000, is 0",
                "\"style\":\"ffffffffffffffff | \"style\":\"fffffffffffffffg | style must be 16",
                "\"from\":\" | \"from\":\"x | from must be a time, is x",
                "\"sourcesPerMinute\":{\"9\" | \"sourcesPerMinute\":{\"33\" | no number of sources",
                "\"sourcesPerMinute\":{\"9\" | \"sourcesPerMinute\":{\"-9\" | no number of sources",
            })
    void aValueOutOfItsRangeIsRefused(String from, String to, String reason) throws IOException {
        Path file = dir.resolve("b.json");
        write(file, random(1, 1));
        String text = Files.readString(file);
        assertTrue(text.contains(from), text);
        int at = text.indexOf(from);
        Files.writeString(file, text.substring(0, at) + to + text.substring(at + from.length()));
        String message = assertThrows(CaptureException.class, () -> read(file)).getMessage();
        assertTrue(message.contains(": line ") && message.contains(reason), message);
    }

    @Test
    void whatIsNoFileOrTooLargeOrMissingIsRefused() throws IOException {
        assertThrows(CaptureException.class, () -> read(dir));
        Path missing = dir.resolve("missing.json");
        String message = assertThrows(CaptureException.class, () -> read(missing)).getMessage();
        assertEquals(missing + ": no such file", message);
        Path large = dir.resolve("large.json");
        Files.write(large, new byte[(16 << 20) + 1]);
        assertTrue(
                assertThrows(CaptureException.class, () -> read(large))
                        .getMessage()
                        .contains("limit=16777216"));
    }

    @Test
    void nestingWithoutEndIsRefused() throws IOException {
        Path file = dir.resolve("b.json");
        Files.writeString(file, "{\"schema\":" + "[".repeat(1 << 20));
        assertThrows(CaptureException.class, () -> read(file));
    }

    @Test
    void onlyOneRunRecords() throws IOException {
        Path file = dir.resolve("b.json");
        try (BaselineFile first = BaselineFile.lock(file)) {
            first.write(random(1, 1));
            String message =
                    assertThrows(CaptureException.class, () -> BaselineFile.lock(file))
                            .getMessage();
            assertEquals(file + ": another syntop is recording into it", message);
        }
        BaselineFile.lock(file).close();
    }

    @Test
    void itIsItsOwnersAloneUnlessOthersMayReadIt() throws IOException {
        Path file = dir.resolve("b.json");
        write(file, random(1, 1));
        assertEquals("rw-------", permissions(file));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        write(file, random(2, 1));
        assertEquals("rw-r-----", permissions(file));
    }

    private static String permissions(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    @Test
    void aLinkStaysALink() throws IOException {
        Path file = dir.resolve("b.json");
        Path link = Files.createSymbolicLink(dir.resolve("link.json"), file);
        write(file, random(1, 1));
        write(link, random(2, 1));
        assertTrue(Files.isSymbolicLink(link));
        assertArrayEquals(Files.readAllBytes(link), Files.readAllBytes(file));
        try (Stream<Path> files = Files.list(dir)) {
            assertTrue(files.noneMatch(each -> each.toString().endsWith(".part")));
        }
    }

    /** Writes two baselines in turn until it is killed, a line for each. */
    static final class Writing {
        public static void main(String[] args) throws IOException {
            Path file = Path.of(args[0]);
            Baseline[] two = {random(1, 40), random(2, 400)};
            try (BaselineFile locked = BaselineFile.lock(file)) {
                for (int i = 0; ; i++) {
                    locked.write(two[i % 2]);
                    System.out.println(i);
                }
            }
        }
    }

    @Test
    void aKillAtAnyMomentLeavesTheOldOrTheNewOneWhole() throws Exception {
        SplittableRandom random = new SplittableRandom(1);
        Path file = dir.resolve("b.json");
        write(file, random(1, 40));
        byte[] one = Files.readAllBytes(file);
        Path other = dir.resolve("other.json");
        write(other, random(2, 400));
        byte[] two = Files.readAllBytes(other);
        for (int round = 0; round < 12; round++) {
            Process process =
                    new ProcessBuilder(
                                    Path.of(System.getProperty("java.home"), "bin", "java")
                                            .toString(),
                                    "-XX:TieredStopAtLevel=1",
                                    "-cp",
                                    System.getProperty("java.class.path"),
                                    Writing.class.getName(),
                                    file.toString())
                            .redirectError(ProcessBuilder.Redirect.INHERIT)
                            .start();
            try (BufferedReader out =
                    new BufferedReader(
                            new InputStreamReader(
                                    process.getInputStream(), StandardCharsets.UTF_8))) {
                for (int writes = 1 + random.nextInt(20); writes > 0; writes--) {
                    assertTrue(out.readLine() != null, "the writer has ended");
                }
                long spins = random.nextInt(1 << 20); // into the midst of a write, or not
                while (spins > 0) spins -= 1 + random.nextInt(2);
                process.destroyForcibly(); // SIGKILL
                process.waitFor();
            }
            byte[] left = Files.readAllBytes(file);
            byte[] expected = left.length == one.length ? one : two;
            assertArrayEquals(expected, left, "round=" + round);
            read(file);
        }
    }
}

package syntop.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.TimeZone;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Windows of a capture from its bytes to the lines that are printed, against a recount. */
class EachWindowTest {
    /** 2026-10-25 00:59:55 UTC: five seconds later clocks in Europe are set back by an hour. */
    private static final long START = 1_792_889_995L;

    private static final int FIRST_SOURCE = 0xC633_6401; // 198.51.100.1

    @TempDir Path folder;

    private record Shown(long fromSecond, long toSecond, Map<String, Long> rows) {}

    private static Shown shown(CliRun.Result result) {
        Map<String, Object> interval = result.object("interval");
        Instant from = Instant.parse((String) interval.get("from"));
        Instant to = Instant.parse((String) interval.get("to"));
        assertEquals(0, from.getNano() + to.getNano());
        Map<String, Long> rows = new TreeMap<>(result.rows());
        assertEquals(result.syns(), rows.values().stream().mapToLong(Long::longValue).sum());
        assertEquals(result.sources(), rows.size());
        return new Shown(from.getEpochSecond(), to.getEpochSecond(), rows);
    }

    private static List<Shown> eachWindow(Path file, int seconds) {
        CliRun run =
                CliRun.of(
                        "replay", "-w", seconds + "s", "--each-window", "-n", "0", file.toString());
        assertEquals("", run.err());
        assertEquals(0, run.status());
        return run.out().lines().map(line -> shown(new CliRun(0, line, "").result())).toList();
    }

    private static Map<String, Long> recount(List<SynFile.Syn> syns, long from, long to) {
        Map<String, Long> counts = new TreeMap<>();
        for (SynFile.Syn syn : syns) {
            if (syn.second() < from || syn.second() >= to) continue;
            counts.merge("198.51.100." + (syn.source() & 0xFF), 1L, Long::sum);
        }
        return counts;
    }

    /** Just before, on and just after a border, as finely as the file tells times. */
    @ParameterizedTest
    @EnumSource
    void aBorderBelongsToTheWindowBehindIt(SynFile format) throws Exception {
        for (int seconds : new int[] {1, 7, 60}) {
            long border = START / seconds * seconds;
            Path file = folder.resolve("border-" + seconds);
            format.write(
                    file,
                    List.of(
                            new SynFile.Syn(border, -1, FIRST_SOURCE),
                            new SynFile.Syn(border, 0, FIRST_SOURCE + 1),
                            new SynFile.Syn(border, 1, FIRST_SOURCE + 2)));
            assertEquals(
                    List.of(
                            new Shown(border - seconds, border, Map.of("198.51.100.1", 1L)),
                            new Shown(
                                    border,
                                    border + seconds,
                                    Map.of("198.51.100.2", 1L, "198.51.100.3", 1L))),
                    eachWindow(file, seconds));
        }
    }

    /** In order, with pauses. */
    private static List<SynFile.Syn> traffic(int n, int seconds, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<SynFile.Syn> syns = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            long units = random.nextLong(seconds * 1_000_000L);
            if (units / 1_000_000 % 13 > 9) continue; // there are empty windows
            int source = FIRST_SOURCE + (int) (random.nextInt(40) * random.nextDouble());
            syns.add(new SynFile.Syn(START + units / 1_000_000, units % 1_000_000, source));
        }
        syns.sort(Comparator.comparingLong(EachWindowTest::micros));
        return syns;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 30})
    void everyWindowWithASynIsALineAndNoSynIsInTwo(int seconds) throws Exception {
        List<SynFile.Syn> syns = traffic(4_000, 100, seconds);
        shuffle(syns, seconds * 1_000_000L / 20, new Random(seconds));
        Path file = folder.resolve("shuffled");
        SynFile.PCAP_MICROS.write(file, syns);
        List<Shown> expected = new ArrayList<>();
        for (long from = START / seconds * seconds; from < START + 100; from += seconds) {
            Map<String, Long> rows = recount(syns, from, from + seconds);
            if (!rows.isEmpty()) expected.add(new Shown(from, from + seconds, rows));
        }
        List<Shown> actual = eachWindow(file, seconds);
        for (int i = 0; i < Math.min(expected.size(), actual.size()); i++) {
            assertEquals(expected.get(i), actual.get(i));
        }
        assertEquals(expected.size(), actual.size());
    }

    /** Within each stretch of time of this length: of two panes. */
    private static void shuffle(List<SynFile.Syn> syns, long micros, Random random) {
        for (int from = 0, to = 0; from < syns.size(); from = to) {
            long stretch = micros(syns.get(from)) / micros;
            while (to < syns.size() && micros(syns.get(to)) / micros == stretch) {
                to++;
            }
            Collections.shuffle(syns.subList(from, to), random);
        }
    }

    private static long micros(SynFile.Syn syn) {
        return syn.second() * 1_000_000 + syn.units();
    }

    @Test
    void theBusiestWindowHoldsWhatARecountHolds() throws Exception {
        List<SynFile.Syn> syns = traffic(3_000, 200, 1);
        Path file = folder.resolve("file");
        SynFile.PCAPNG_NANOS.write(
                file,
                syns.stream()
                        .map(
                                syn ->
                                        new SynFile.Syn(
                                                syn.second(), syn.units() * 1_000, syn.source()))
                        .toList());
        CliRun run = CliRun.of("replay", "-w", "20s", "-n", "0", "--json", file.toString());
        assertEquals(0, run.status());
        Shown shown = shown(run.result());
        assertEquals(20, shown.toSecond - shown.fromSecond);
        assertEquals(recount(syns, shown.fromSecond, shown.toSecond), shown.rows);
        long most = 0;
        for (long from = START - 20; from < START + 200; from++) {
            Map<String, Long> rows = recount(syns, from, from + 20);
            most = Math.max(most, rows.values().stream().mapToLong(Long::longValue).sum());
        }
        assertEquals(most, run.result().syns());
    }

    @Test
    void theTimeZoneOfTheMachineDoesNotMatter() throws Exception {
        Path file = folder.resolve("file");
        SynFile.PCAP_MICROS.write(file, traffic(500, 20, 1));
        List<Shown> expected = eachWindow(file, 2);
        assertTrue(expected.size() > 5);
        TimeZone before = TimeZone.getDefault();
        try {
            for (String zone : List.of("Europe/Berlin", "Asia/Kathmandu", "America/St_Johns")) {
                TimeZone.setDefault(TimeZone.getTimeZone(zone));
                assertEquals(expected, eachWindow(file, 2), zone);
            }
        } finally {
            TimeZone.setDefault(before);
        }
    }
}

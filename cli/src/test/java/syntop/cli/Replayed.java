package syntop.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Replays of one file, whose figures must agree with each other and with another tool's. */
final class Replayed {
    private Replayed() {}

    /**
     * Compares frames, SYNs and the full lists by source and by port with tshark's, as far as no
     * {@link Deviation} says otherwise.
     *
     * @param syns key of tshark's total, without its end
     * @param where "outer" or "any", the end of that key
     */
    static void compare(Path file, Truth truth, String syns, String where, String... options) {
        String lists = truth.has("src_" + where) ? where : "outer"; // written where they differ
        Deviation deviation = Deviation.of(file.getFileName().toString());
        CliRun.Result bySource = bySource(file, options);
        assertEquals(
                truth.count("tshark", "packets") + deviation.frames(), bySource.frames(), "frames");
        assertEquals(
                truth.count("tshark", syns + where) + deviation.syns(),
                bySource.syns(),
                () -> "SYNs; " + bySource.outcomes());
        assertEquals(
                changed(truth.list("src_" + lists), deviation.sources()),
                bySource.rows(),
                "SYNs by source");
        assertEquals(
                changed(truth.list("dport_" + lists), deviation.ports()),
                byPort(file, options).rows(),
                "SYNs by port");
    }

    static CliRun.Result bySource(Path file, String... options) {
        CliRun.Result result = run(file, "source", options);
        assertEquals(result.rows().size(), result.sources(), "rows and sources");
        return result;
    }

    static CliRun.Result byPort(Path file, String... options) {
        return run(file, "port", options);
    }

    private static CliRun.Result run(Path file, String by, String... options) {
        List<String> args = new ArrayList<>(List.of("replay", "--json", "-n", "0", "--by", by));
        args.add(file.toString());
        args.addAll(List.of(options));
        return agreeing(CliRun.of(args.toArray(String[]::new)).result());
    }

    /** Every frame has one outcome, every SYN is in one row. */
    static CliRun.Result agreeing(CliRun.Result result) {
        assertEquals(result.frames(), sum(result.outcomes()), "frames and outcomes");
        assertEquals(result.syns(), result.outcomes().getOrDefault("syn", 0L), "SYNs and outcome");
        assertEquals(result.syns(), sum(result.rows()), "SYNs and rows");
        return result;
    }

    private static long sum(Map<String, Long> counts) {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }

    private static Map<String, Long> changed(Map<String, Long> counts, Map<String, Long> by) {
        by.forEach((key, count) -> counts.merge(key, count, Long::sum));
        counts.values().removeIf(count -> count == 0);
        return counts;
    }
}

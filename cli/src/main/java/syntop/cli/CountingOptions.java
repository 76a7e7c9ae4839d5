package syntop.cli;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;
import syntop.analyzer.View;
import syntop.analyzer.count.CountOptions;

/** Over what time SYNs are counted, and with how much memory. */
final class CountingOptions {
    private static final Pattern SIZE = Pattern.compile("(\\d{1,9})([kmg])");
    private static final String LIVE_WINDOW = "30s";
    private static final int HEAP_PARTS = 4; // of which three may be tables

    @Option(
            names = {"-w", "--window"},
            paramLabel = "TIME",
            description = "Length of the sliding window, 1s to 1h: 30s, 5m.")
    String window;

    @Option(
            names = "--memory",
            paramLabel = "SIZE",
            defaultValue = "256m",
            description =
                    "Memory for tables: 64m, 2g; past it counts are bounded, not exact."
                            + " ${DEFAULT-VALUE} if not given.")
    String memory;

    @Option(
            names = "--v6-key",
            paramLabel = "BITS",
            defaultValue = "128",
            description = "Count IPv6 sources by address, 128, or by /64, 64.")
    int v6Key;

    @Spec(Target.MIXEE)
    CommandSpec spec;

    /** What to count where one view is asked for, or a usage error. */
    CountOptions options(View view, boolean busiest) {
        return options(
                windowNanos(),
                busiest && window != null,
                view == View.TARGET,
                view == View.SIGNATURE);
    }

    /**
     * What to count live, or a usage error.
     *
     * @param everyView whether the user may go from view to view
     */
    CountOptions liveOptions(View view, boolean everyView) {
        if (window == null) window = LIVE_WINDOW;
        boolean targets = everyView || view == View.TARGET;
        boolean signatures = everyView || view == View.SIGNATURE;
        return options(windowNanos(), false, targets, signatures);
    }

    private CountOptions options(
            long windowNanos, boolean busiest, boolean targets, boolean signatures) {
        if (v6Key != 128 && v6Key != 64) {
            throw usage("--v6-key must be 64 or 128, got " + v6Key);
        }
        return new CountOptions(
                memoryBytes(), windowNanos, busiest, targets, signatures, v6Key == 64);
    }

    private long windowNanos() {
        if (window == null) return 0;
        return OptionValues.parse(spec, () -> Durations.parse("--window", window, "1s", "1h"));
    }

    private long memoryBytes() {
        return memoryBytes(memory, spec);
    }

    /** What tables may take, or a usage error. */
    static long memoryBytes(String memory, CommandSpec spec) {
        Matcher matcher = SIZE.matcher(memory.toLowerCase(Locale.ROOT));
        long heap = Runtime.getRuntime().maxMemory();
        long most = Math.max(CountOptions.MIN_MEMORY, heap / HEAP_PARTS * (HEAP_PARTS - 1));
        long bytes = 0;
        if (matcher.matches()) {
            int shift = 10 * (1 + "kmg".indexOf(matcher.group(2)));
            bytes = Long.parseLong(matcher.group(1)) << shift;
        }
        // the default is less in a small heap: the rest of the program needs some too
        if (bytes == CountOptions.DEFAULT_MEMORY) return Math.min(bytes, heap / 8 * 3);
        if (bytes < CountOptions.MIN_MEMORY || bytes > most) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--memory must be 64m to " + (most >> 20) + "m here, got " + memory);
        }
        return bytes;
    }

    private ParameterException usage(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}

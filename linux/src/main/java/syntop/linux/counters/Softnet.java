package syntop.linux.counters;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What the processors did with received packets since the system started: /proc/net/softnet_stat,
 * summed over all of them.
 *
 * @param processed packets taken from interfaces
 * @param dropped packets that found a processor's backlog full (net.core.netdev_max_backlog); no
 *     capture can see them
 * @param squeezed how often a processor had to stop with packets left (net.core.netdev_budget)
 */
public record Softnet(long processed, long dropped, long squeezed) {
    private static final Path FILE = Path.of("/proc/net/softnet_stat");

    /** Reads the counters. */
    public static Softnet read() throws IOException {
        return parse(Files.readAllLines(FILE));
    }

    /** One line a processor, in hexadecimal; each counter has 32 bits and wraps around. */
    static Softnet parse(List<String> lines) {
        long processed = 0;
        long dropped = 0;
        long squeezed = 0;
        for (String line : lines) {
            String[] counts = line.trim().split(" +", -1);
            if (counts.length < 3) continue;
            processed += Long.parseLong(counts[0], 16);
            dropped += Long.parseLong(counts[1], 16);
            squeezed += Long.parseLong(counts[2], 16);
        }
        return new Softnet(processed, dropped, squeezed);
    }
}

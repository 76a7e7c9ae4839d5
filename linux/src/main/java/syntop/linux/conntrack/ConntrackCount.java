package syntop.linux.conntrack;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * How full the table of tracked connections is, in the network namespace of the thread that asks.
 * Needs no permission.
 *
 * @param entries tracked connections
 * @param limit from which on new ones are dropped; 0: there is none
 */
public record ConntrackCount(long entries, long limit) {
    static final Path SETTINGS = Path.of("/proc/sys/net/netfilter");

    private static final int DIGITS = 64;

    /**
     * Reads both.
     *
     * @throws java.nio.file.NoSuchFileException if the kernel tracks no connections
     */
    public static ConntrackCount read() throws IOException {
        return read(SETTINGS);
    }

    static ConntrackCount read(Path settings) throws IOException {
        return new ConntrackCount(
                number(settings.resolve("nf_conntrack_count")),
                number(settings.resolve("nf_conntrack_max")));
    }

    /** Reads a setting, of the calling thread's namespace. */
    static long number(Path file) throws IOException {
        byte[] bytes = new byte[DIGITS];
        int length;
        try (InputStream in = Files.newInputStream(file)) {
            length = in.read(bytes); // the kernel gives a setting in the first read alone
        }
        String text = new String(bytes, 0, Math.max(0, length), StandardCharsets.US_ASCII).trim();
        try {
            return Math.max(0, Long.parseLong(text));
        } catch (NumberFormatException e) {
            throw new IOException(file + ": not a number: " + text, e);
        }
    }
}

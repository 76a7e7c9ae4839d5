package syntop.linux.counters;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** How the system answers when its queue of half-open connections is full (tcp(7)). */
public enum SynCookies {
    /** Never with cookies: a flood of SYNs keeps everybody out. */
    OFF,
    /** With cookies when the queue is full, the default. */
    WHEN_FULL,
    /** Always with cookies: for tests of networks. */
    ALWAYS,
    /** The kernel was built without them. */
    MISSING;

    private static final Path FILE = Path.of("/proc/sys/net/ipv4/tcp_syncookies");

    /** Reads net.ipv4.tcp_syncookies, which holds for IPv6 too. */
    public static SynCookies read() throws IOException {
        try {
            return parse(Files.readString(FILE));
        } catch (NoSuchFileException e) {
            return MISSING;
        }
    }

    static SynCookies parse(String text) {
        return switch (text.trim()) {
            case "0" -> OFF;
            case "2" -> ALWAYS;
            default -> WHEN_FULL;
        };
    }
}

package syntop.linux.counters;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * Packets that an interface received and lost before any capture could see them: {@code
 * rx_missed_errors} and {@code rx_fifo_errors}, as libpcap has it. {@code rx_dropped} is left out:
 * it also counts packets that a capture does see, those of protocols that nobody listens to.
 *
 * <p>Counted since the interface exists. Any thread.
 */
public final class InterfaceDrops {
    private static final Path INTERFACES = Path.of("/sys/class/net");

    private final Path interfaces;

    /** Reads from the system. */
    public InterfaceDrops() {
        this(INTERFACES);
    }

    InterfaceDrops(Path interfaces) {
        this.interfaces = interfaces;
    }

    /**
     * The drops of an interface; 0 for one that is gone.
     *
     * @param name a name without slashes, or null for the sum of all interfaces
     */
    public long read(String name) throws IOException {
        if (name != null) return readOne(interfaces.resolve(name));
        long drops = 0;
        try (DirectoryStream<Path> all = Files.newDirectoryStream(interfaces)) {
            for (Path one : all) {
                if (Files.isDirectory(one)) drops += readOne(one); // not bonding_masters
            }
        }
        return drops;
    }

    private static long readOne(Path one) throws IOException {
        Path statistics = one.resolve("statistics");
        try {
            return count(statistics.resolve("rx_missed_errors"))
                    + count(statistics.resolve("rx_fifo_errors"));
        } catch (NoSuchFileException e) {
            return 0;
        }
    }

    private static long count(Path file) throws IOException {
        return Long.parseUnsignedLong(Files.readString(file).trim());
    }
}

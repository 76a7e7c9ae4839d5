package syntop.cli.block;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import syntop.capture.batch.SegmentBatch;
import syntop.capture.decode.Prefix;
import syntop.cli.values.Prefixes;

/**
 * What this host depends on, from the files that tell of it: its gateways, its name servers and who
 * is logged in here over SSH. Every call reads anew. Any thread.
 */
public final class Surroundings {
    // the thread's own, which are not the process's where a thread has entered a namespace
    private static final String ROUTES_4 = "proc/thread-self/net/route";
    private static final String ROUTES_6 = "proc/thread-self/net/ipv6_route";
    private static final List<String> RESOLVERS =
            // what programs ask, and whom systemd-resolved asks in turn
            List.of("etc/resolv.conf", "run/systemd/resolve/resolv.conf");

    private static final int RTF_GATEWAY = 0x2; // linux/route.h
    private static final int MOST_ANCESTORS = 64;
    private static final Set<String> MULTIPLEXERS =
            Set.of("tmux: client", "screen", "zellij", "dtach", "abduco");

    private final Path root;
    private final long pid;

    /**
     * For a machine.
     *
     * @param root the folder with {@code proc}, {@code etc} and {@code run}
     * @param pid the process that asks
     */
    public Surroundings(Path root, long pid) {
        this.root = root;
        this.pid = pid;
    }

    /** The next hops of all routes, not of the default route alone. */
    public List<Prefix> gateways() throws IOException {
        Set<Prefix> gateways = new LinkedHashSet<>();
        for (String line : lines(ROUTES_4)) {
            // interface, destination, gateway, flags, …; in hexadecimal, in the machine's order
            String[] fields = line.trim().split("\\s+", -1);
            if (fields.length < 8 || !isHex(fields[2], 8) || !isHex(fields[3], 4)) continue;
            if ((Integer.parseInt(fields[3], 16) & RTF_GATEWAY) == 0) continue;
            int word = Integer.parseUnsignedInt(fields[2], 16);
            boolean little = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;
            long address = Integer.toUnsignedLong(little ? Integer.reverseBytes(word) : word);
            gateways.add(new Prefix(0, SegmentBatch.V4_MAPPED | address, 128));
        }
        for (String line : lines(ROUTES_6)) {
            // destination, length, source, length, next hop, metric, references, use, flags, …
            String[] fields = line.trim().split("\\s+", -1);
            if (fields.length < 10 || !isHex(fields[4], 32) || !isHex(fields[8], 8)) continue;
            if ((Integer.parseUnsignedInt(fields[8], 16) & RTF_GATEWAY) == 0) continue;
            long hi = Long.parseUnsignedLong(fields[4].substring(0, 16), 16);
            long lo = Long.parseUnsignedLong(fields[4].substring(16), 16);
            gateways.add(new Prefix(hi, lo, 128));
        }
        return List.copyOf(gateways);
    }

    /** The name servers in use. */
    public List<Prefix> nameServers() throws IOException {
        Set<Prefix> servers = new LinkedHashSet<>();
        for (String file : RESOLVERS) {
            for (String line : lines(file)) {
                String[] words = line.trim().split("\\s+", -1);
                if (words.length > 1 && words[0].equals("nameserver")) add(servers, words[1]);
            }
        }
        return List.copyOf(servers);
    }

    /**
     * Whence the SSH session comes that the process runs in, as its environment and that of its
     * ancestors say, for sudo clears the one of what it starts; and whence those come that look at
     * it through a terminal multiplexer, whose ancestors are those of whoever started it.
     */
    public List<Prefix> sshPeers() throws IOException {
        Set<Prefix> peers = new LinkedHashSet<>();
        long each = pid;
        for (int i = 0; i < MOST_ANCESTORS && each > 0; i++) {
            addPeer(peers, each);
            each = parent(each);
        }
        for (long viewer : viewers()) addPeer(peers, viewer);
        return List.copyOf(peers);
    }

    /** The processes that show a terminal multiplexer to somebody. */
    private List<Long> viewers() throws IOException {
        List<Long> viewers = new ArrayList<>();
        if (!Files.isDirectory(root.resolve("proc"))) return viewers;
        try (DirectoryStream<Path> all = Files.newDirectoryStream(root.resolve("proc"), "[1-9]*")) {
            for (Path process : all) {
                String id = process.getFileName().toString();
                if (!id.matches("\\d{1,9}")) continue;
                List<String> name = linesOfProcess("proc/" + id + "/comm");
                if (!name.isEmpty() && MULTIPLEXERS.contains(name.get(0))) {
                    viewers.add(Long.parseLong(id));
                }
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return viewers;
    }

    private void addPeer(Set<Prefix> peers, long process) {
        for (String variable : environment(process)) {
            // SSH_CONNECTION=client port server port; SSH_CLIENT=client port port
            if (variable.startsWith("SSH_CONNECTION=") || variable.startsWith("SSH_CLIENT=")) {
                add(peers, variable.substring(variable.indexOf('=') + 1).split(" ", -1)[0]);
            }
        }
    }

    private static boolean isHex(String text, int digits) {
        return text.length() == digits && text.matches("[0-9A-Fa-f]*");
    }

    /** The parent of a process; 0: none, or not to be seen. */
    private long parent(long child) {
        for (String line : linesOfProcess("proc/" + child + "/status")) {
            String id = line.startsWith("PPid:") ? line.substring(5).strip() : "";
            if (id.matches("\\d{1,9}")) return Long.parseLong(id);
        }
        return 0;
    }

    private List<String> linesOfProcess(String file) {
        try {
            return lines(file);
        } catch (IOException e) {
            return List.of(); // gone meanwhile
        }
    }

    private String[] environment(long process) {
        try {
            Path file = root.resolve("proc/" + process + "/environ");
            return Files.readString(file, StandardCharsets.ISO_8859_1).split("\0", -1);
        } catch (IOException e) {
            return new String[0]; // another user's, or gone
        }
    }

    /** Adds an address; one of an interface, as in fe80::1%eth0, without the interface. */
    private static void add(Set<Prefix> addresses, String text) {
        String address = text.replaceFirst("%.*", "");
        try {
            if (address.indexOf('/') < 0) addresses.add(Prefixes.parse(address));
        } catch (IllegalArgumentException e) {
            // no address: nobody can be reached there
        }
    }

    private List<String> lines(String file) throws IOException {
        try {
            return Files.readAllLines(root.resolve(file), StandardCharsets.ISO_8859_1);
        } catch (NoSuchFileException e) {
            return List.of(); // built without IPv6, or no systemd-resolved
        }
    }
}

package syntop.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Ports as users write them. */
final class Ports {
    /** Names that are known on a machine without /etc/services too. */
    private static final Map<String, Integer> COMMON =
            Map.ofEntries(
                    Map.entry("ftp", 21),
                    Map.entry("ssh", 22),
                    Map.entry("telnet", 23),
                    Map.entry("smtp", 25),
                    Map.entry("domain", 53),
                    Map.entry("http", 80),
                    Map.entry("pop3", 110),
                    Map.entry("imap2", 143),
                    Map.entry("bgp", 179),
                    Map.entry("https", 443),
                    Map.entry("submission", 587),
                    Map.entry("imaps", 993),
                    Map.entry("pop3s", 995),
                    Map.entry("mysql", 3306),
                    Map.entry("postgresql", 5432));

    private static final Path SERVICES = Path.of("/etc/services");
    private static final Pattern SPACES = Pattern.compile("\\s+");
    private static final int MAX = 65_535;

    private Ports() {}

    /**
     * The number of a port.
     *
     * @param text a number of 0 to 65535 or a name of /etc/services
     * @throws IllegalArgumentException with a message for the user
     */
    static int parse(String text) {
        return parse(text, SERVICES);
    }

    /** As {@link #parse(String)}, with another file of names. */
    static int parse(String text, Path services) {
        if (!text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            int port = text.length() > 5 ? -1 : Integer.parseInt(text);
            if (port < 0 || port > MAX) {
                throw new IllegalArgumentException("a port must be 0 to " + MAX + ", got " + text);
            }
            return port;
        }
        Integer port = COMMON.get(text);
        if (port == null) port = service(text, services);
        if (port == null) {
            throw new IllegalArgumentException(
                    "no such port: "
                            + (text.isEmpty() ? "(empty)" : text)
                            + "; a port is a number or a name of /etc/services");
        }
        return port;
    }

    /** Looks a name up; lines are: name, port/protocol, aliases, # comment (services(5)). */
    private static Integer service(String name, Path services) {
        if (name.isEmpty()) return null;
        List<String> lines;
        try {
            lines = Files.readAllLines(services, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return null; // without the file only numbers and the common names are known
        }
        for (String line : lines) {
            int comment = line.indexOf('#');
            String entry = comment < 0 ? line : line.substring(0, comment);
            List<String> words = SPACES.splitAsStream(entry.trim()).toList();
            if (words.size() < 2 || !words.get(1).matches("\\d{1,5}/tcp")) continue;
            int port = Integer.parseInt(words.get(1).replace("/tcp", ""));
            boolean named = words.get(0).equals(name) || words.lastIndexOf(name) > 1;
            if (named && port <= MAX) return port;
        }
        return null;
    }
}

package syntop.cli.block;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import syntop.capture.decode.Prefix;
import syntop.cli.values.Prefixes;

/**
 * What is never blocked, with the reason. Whoever blocks one of these cuts off the own host, its
 * way out, or the person at the keyboard.
 */
public final class Protected {
    private static final int MOST_ALLOWED = 1_000_000; // lines of a file

    private final PrefixMap<String> reasons = new PrefixMap<>();

    /** Protects what no host on the way can have: the special addresses of both families. */
    public Protected() {
        add("0.0.0.0/8", "unspecified");
        add("127.0.0.0/8", "loopback");
        add("169.254.0.0/16", "link-local");
        add("224.0.0.0/4", "multicast");
        add("240.0.0.0/4", "reserved and broadcast");
        add("::/128", "unspecified");
        add("::1/128", "loopback");
        add("fe80::/10", "link-local");
        add("ff00::/8", "multicast");
    }

    private void add(String prefix, String reason) {
        add(Prefixes.parse(prefix), reason);
    }

    /** Protects more. What lies in a protected one already keeps its reason. */
    public void add(Prefix prefix, String reason) {
        reasons.add(prefix, reason);
    }

    /** Protects several for the same reason. */
    public void addAll(List<Prefix> prefixes, String reason) {
        prefixes.forEach(prefix -> add(prefix, reason));
    }

    /**
     * Protects what a file lists: an address or prefix on each line, comments from # on.
     *
     * @param file UTF-8
     */
    public void allow(Path file) throws Refusal {
        try {
            List<String> lines = Files.readAllLines(file, StandardCharsets.UTF_8);
            if (lines.size() > MOST_ALLOWED) {
                throw new Refusal(file + ": more than " + MOST_ALLOWED + " lines");
            }
            for (int i = 0; i < lines.size(); i++) {
                String text = lines.get(i).replaceFirst("#.*", "").strip();
                if (!text.isEmpty()) allow(file, i + 1, text);
            }
        } catch (NoSuchFileException e) {
            throw new Refusal("--allow " + file + ": no such file", e);
        } catch (IOException e) {
            throw new Refusal("--allow " + file + ": cannot be read, " + e.getMessage(), e);
        }
    }

    private void allow(Path file, int line, String text) throws Refusal {
        try {
            add(Prefixes.parse(text), "listed with --allow");
        } catch (IllegalArgumentException e) {
            throw new Refusal("--allow " + file + ": line " + line + ": " + e.getMessage(), e);
        }
    }

    /** Why nothing of a prefix may be blocked, or null: it holds a protected one, or lies in it. */
    public String reason(Prefix prefix) {
        return reasons.touching(prefix);
    }
}

package syntop.linux.sockets;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** Names of users, from /etc/passwd alone: a directory service may be slow or down. One thread. */
final class Users {
    private final Path file;
    private Map<String, String> names; // by number; null until it is needed

    Users(Path file) {
        this.file = file;
    }

    /** The name of a user, or the number where the file has none. */
    String name(String uid) {
        if (names == null) names = read();
        return names.getOrDefault(uid, uid);
    }

    /**
     * Lines are name:password:uid:..., see passwd(5); the first of several with a number counts.
     */
    private Map<String, String> read() {
        Map<String, String> read = new HashMap<>();
        try {
            for (String line : Files.readAllLines(file, StandardCharsets.ISO_8859_1)) {
                String[] fields = line.split(":", 4);
                if (fields.length == 4) read.putIfAbsent(fields[2], fields[0]);
            }
        } catch (IOException e) {
            return Map.of(); // numbers do as well
        }
        return read;
    }
}

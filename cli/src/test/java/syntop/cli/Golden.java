package syntop.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Texts that are compared with a file. {@code -Dgolden.update=true} writes the file and fails, so
 * that it cannot stay on.
 */
public final class Golden {
    private static final Path EXPECTED = Path.of("src", "test", "resources", "expected");

    private Golden() {}

    /**
     * Compares.
     *
     * @param name of the file
     */
    public static void assertMatches(String name, String actual) throws IOException {
        Path file = EXPECTED.resolve(name);
        if (Boolean.getBoolean("golden.update")) {
            Files.createDirectories(EXPECTED);
            Files.writeString(file, actual, StandardCharsets.UTF_8);
            fail(file + " is written; review the difference and run without golden.update");
        }
        assertTrue(Files.exists(file), () -> file + " is missing; -Dgolden.update=true writes it");
        assertEquals(Files.readString(file, StandardCharsets.UTF_8), actual, name);
    }

    /** Fails when a line is wider than a terminal of 80 columns. */
    public static void assertFits(String text) {
        text.lines()
                .forEach(
                        line ->
                                assertTrue(
                                        line.codePointCount(0, line.length()) <= 80,
                                        () -> "wider than 80 columns: " + line));
    }
}

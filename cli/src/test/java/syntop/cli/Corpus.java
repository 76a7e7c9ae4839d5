package syntop.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Public captures with what tcpdump and tshark count in them. They stand beside a clone and are no
 * part of it; tests of them are left out where they are missing, but fail there when CI=true.
 */
final class Corpus {
    /** From the folder of this module, where tests run. */
    private static final Path ROOT = Path.of("../../shared/corpus");

    static final Path FILES = ROOT.resolve("files");
    static final Path DAMAGED = ROOT.resolve("damaged");

    private Corpus() {}

    /** Condition of the test classes: whether to run them. */
    static boolean wanted() {
        return Files.isDirectory(ROOT) || "true".equals(System.getenv("CI"));
    }

    /** Names of the files of a folder, sorted. */
    static List<String> names(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the other tools count in a capture. */
    static Truth truth(String name) {
        Truth truth = new Truth();
        for (String[] cell : cells(ROOT.resolve("truth").resolve(name + ".tsv"))) {
            truth.add(cell[0], cell[1], cell.length > 2 ? cell[2] : "");
        }
        return truth;
    }

    /** Rows of the table of what other tools say of damaged and refused files, without its head. */
    static List<String[]> expectedErrors() {
        List<String[]> rows = cells(ROOT.resolve("expected-errors.tsv"));
        return rows.subList(1, rows.size());
    }

    static List<String[]> cells(Path table) {
        try {
            return Files.readAllLines(table).stream().map(line -> line.split("\t", -1)).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package syntop.capture.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import syntop.capture.batch.BatchRing;
import syntop.capture.batch.Outcome;
import syntop.capture.batch.SegmentBatch;
import syntop.capture.decode.BatchFiller;
import syntop.capture.decode.FrameDecoder;
import syntop.capture.decode.Selection;

/**
 * Captures of other programs, whole and damaged, as this module sees them. What they hold, what is
 * said of their damage, and where we differ from other tools, the tests of {@code cli} compare.
 * Runs where the corpus lies beside the project; with CI=true it must lie there.
 */
@EnabledIf("wanted")
class CorpusTest {
    private static final Path CORPUS = Path.of("..", "..", "shared", "corpus");

    static boolean wanted() {
        return Files.isDirectory(CORPUS) || "true".equals(System.getenv("CI"));
    }

    static Stream<Path> files() throws IOException {
        try (Stream<Path> whole = Files.list(CORPUS.resolve("files"));
                Stream<Path> damaged = Files.list(CORPUS.resolve("damaged"))) {
            return Stream.concat(whole, damaged).sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void everyRecordEndsInOneOutcome(Path file) {
        for (boolean tunnels : new boolean[] {false, true}) {
            BatchRing ring = new BatchRing(2, 64);
            BatchFiller filler =
                    new BatchFiller(ring, new FrameDecoder(Selection.ALL, tunnels), null);
            long[] outcomes = new long[Outcome.COUNT];
            FileReport report =
                    new FileSource(List.of(file.toString()))
                            .read(
                                    (buf, off, capLen, wireLen, linkType, tsNanos) -> {
                                        filler.frame(buf, off, capLen, wireLen, linkType, tsNanos);
                                        take(ring, outcomes);
                                    })
                            .get(0);
            filler.close();
            take(ring, outcomes);
            long sum = 0;
            for (long count : outcomes) sum += count;
            assertEquals(report.records(), sum);
        }
    }

    /** Adds up what was handed over, so that there is always room for more. */
    private static void take(BatchRing ring, long[] outcomes) {
        for (SegmentBatch batch = ring.peek(); batch != null; batch = ring.peek()) {
            for (int i = 0; i < outcomes.length; i++) outcomes[i] += batch.count(i);
            ring.release();
        }
    }

    @Test
    void readsAllFilesAsOneCapture() throws IOException {
        List<String> names = files().map(Path::toString).toList();
        FileSource source = new FileSource(names);
        List<FileReport> reports = source.read((buf, off, capLen, wireLen, linkType, ts) -> {});
        assertEquals(names, reports.stream().map(FileReport::name).toList());
        assertEquals(source.bytesTotal(), source.bytesRead());
        assertTrue(reports.stream().anyMatch(report -> report.error() != null));
    }
}

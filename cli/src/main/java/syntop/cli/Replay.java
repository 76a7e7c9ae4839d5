package syntop.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import syntop.analyzer.Analyzer;
import syntop.analyzer.Snapshot;
import syntop.analyzer.View;
import syntop.capture.decode.LinkType;
import syntop.capture.file.FileReport;
import syntop.cli.render.Report;
import syntop.cli.render.Text;

/** Reads capture files to their end, counts, and tells what came of it. */
final class Replay {
    private static final int FEW_ROWS = 10;

    private final List<String> files;
    private final FileReading reading;
    private List<FileReport> reports = List.of();
    private Throwable failure; // of reading, counting or ranking; null: none
    private volatile boolean interrupted;

    /**
     * Prepares the run.
     *
     * @param files what is read, for the report
     * @param reading how
     */
    Replay(List<String> files, FileReading reading) {
        this.files = files;
        this.reading = reading;
    }

    /**
     * Reads and counts everything; returns when that is done. Once. Never throws for a failure:
     * what was counted until then is worth having, and {@link #report} tells of it.
     */
    void run() throws InterruptedException {
        try {
            reports = reading.run();
        } catch (IOException | RuntimeException | Error e) {
            failure = e;
        }
    }

    /** Makes {@link #run} end soon, with what was read so far. Any thread. */
    void stop() {
        interrupted = true;
        reading.stop();
    }

    /** What kept everything from being read and counted, if it was no file's fault; else null. */
    Throwable failure() {
        return failure;
    }

    /** Whether nothing kept it from reading on, but for damage in a file. */
    boolean isWhole() {
        return failure == null && !interrupted;
    }

    /** What has counted. */
    Analyzer analyzer() {
        return reading.analyzer();
    }

    /** Bytes read so far. Any thread. */
    long bytesRead() {
        return reading.bytesRead();
    }

    /** Bytes there are to read, or -1. Any thread. */
    long bytesTotal() {
        return reading.bytesTotal();
    }

    private List<String> errors(long counted) {
        List<String> errors = new ArrayList<>();
        for (FileReport report : reports) {
            if (report.error() != null) errors.add(report.error().getMessage());
        }
        errors.addAll(reading.leftOut());
        // a part must not look like the whole
        long read = reports.stream().mapToLong(FileReport::records).sum();
        if (failure == null && read != counted) errors.add(mismatch(read, counted));
        if (failure != null) errors.add(Failures.describe(failure) + "; counted is a part");
        if (interrupted) errors.add("interrupted; counted is what was read until then");
        return errors;
    }

    /** Every frame that was read must have ended in one outcome. */
    static String mismatch(long read, long counted) {
        return "a fault of syntop itself: "
                + Text.counted(read, "frame was", "frames were")
                + " read, "
                + Text.count(counted)
                + " counted; please report it with the file";
    }

    /**
     * What was counted. Where memory does not suffice for the rows asked for, a few of them and an
     * error.
     */
    Report report(View view, int rows) {
        Snapshot snapshot;
        try {
            snapshot = reading.analyzer().snapshot(view, rows);
        } catch (OutOfMemoryError e) {
            failure = e;
            snapshot = reading.analyzer().snapshot(view, FEW_ROWS);
        }
        Set<String> linkTypes = new LinkedHashSet<>();
        for (FileReport report : reports) {
            for (int linkType : report.linkTypes()) {
                linkTypes.add(LinkType.name(linkType));
            }
        }
        return new Report(
                "replay", files, List.copyOf(linkTypes), errors(snapshot.frames()), snapshot);
    }
}

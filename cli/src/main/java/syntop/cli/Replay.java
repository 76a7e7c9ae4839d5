package syntop.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import syntop.analyzer.View;
import syntop.capture.decode.FrameDecoder;
import syntop.capture.decode.FrameFilter;
import syntop.capture.decode.LinkType;
import syntop.capture.file.FileReport;
import syntop.capture.file.FileSource;
import syntop.cli.render.Report;

/**
 * Reads capture files to their end with two threads: the caller reads and decodes, another counts.
 */
final class Replay {
    private final List<String> files;
    private final FileSource source;
    private final Pipeline pipeline;
    private List<FileReport> reports = List.of();

    /**
     * Prepares the run.
     *
     * @param files paths, and "-" for standard input
     * @param filter which frames are looked at, or null for all
     */
    Replay(List<String> files, FrameDecoder decoder, FrameFilter filter) {
        this.files = files;
        source = new FileSource(files);
        pipeline = new Pipeline(decoder, filter, null);
    }

    /** Reads and counts everything; returns when both are done. Once. */
    void run() throws IOException, InterruptedException {
        pipeline.run(sink -> reports = source.read(sink), source::stop);
    }

    /** Makes {@link #run} end soon, with what was read so far. Any thread. */
    void stop() {
        source.stop();
    }

    /** Bytes read so far. Any thread. */
    long bytesRead() {
        return source.bytesRead();
    }

    /** Bytes there are to read, or -1. Any thread. */
    long bytesTotal() {
        return source.bytesTotal();
    }

    private List<String> errors() {
        List<String> errors = new ArrayList<>();
        for (FileReport report : reports) {
            if (report.error() != null) errors.add(report.error().getMessage());
        }
        // a part must not look like the whole
        if (source.stopped()) errors.add("interrupted; counted is what was read until then");
        return errors;
    }

    /** What was counted. */
    Report report(View view, int rows) {
        Set<String> linkTypes = new LinkedHashSet<>();
        for (FileReport report : reports) {
            for (int linkType : report.linkTypes()) {
                linkTypes.add(LinkType.name(linkType));
            }
        }
        return new Report(
                "replay",
                files,
                List.copyOf(linkTypes),
                errors(),
                pipeline.analyzer().snapshot(view, rows));
    }
}

package syntop.cli;

import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import syntop.analyzer.Analyzer;
import syntop.capture.batch.BatchRing;
import syntop.capture.decode.FrameDecoder;
import syntop.capture.file.FileReport;
import syntop.capture.file.FileSource;
import syntop.capture.filter.ExpressionFilter;

/**
 * Reads capture files in their order with two threads: the caller reads and decodes, another
 * counts.
 */
final class OneAfterAnother implements FileReading {
    private final FileSource source;
    private final FrameDecoder decoder;
    private final ExpressionFilter filter;
    private final Pipeline pipeline;
    private List<FileReport> reports = List.of();

    /**
     * Prepares the run.
     *
     * @param files paths, and "-" for standard input
     * @param filter which frames are looked at, or null for all
     * @param counter makes the analyzer that takes what comes from a ring
     */
    OneAfterAnother(
            List<String> files,
            FrameDecoder decoder,
            ExpressionFilter filter,
            Function<BatchRing, Analyzer> counter) {
        this.decoder = decoder;
        this.filter = filter;
        source = new FileSource(files);
        pipeline = new Pipeline(decoder, filter, counter);
    }

    @Override
    public List<FileReport> run() throws IOException, InterruptedException {
        pipeline.run(lanes -> reports = source.read(lanes.first()), source::stop);
        return reports;
    }

    @Override
    public void stop() {
        source.stop();
    }

    @Override
    public long bytesRead() {
        return source.bytesRead();
    }

    @Override
    public long bytesTotal() {
        return source.bytesTotal();
    }

    @Override
    public List<String> leftOut() {
        return LeftOut.lines(List.of(decoder), Collections.singletonList(filter));
    }

    @Override
    public Analyzer analyzer() {
        return pipeline.analyzer();
    }
}

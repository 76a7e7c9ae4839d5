package syntop.cli;

import java.io.IOException;
import java.util.List;
import syntop.analyzer.Analyzer;
import syntop.capture.file.FileReport;

/** A way to read capture files, decode their frames and count them. Once. */
interface FileReading {
    /**
     * Reads and counts everything; returns when that is done.
     *
     * @return what became of the files, in their order; without those that {@link #stop} kept from
     *     being opened
     * @throws IllegalStateException if counting fails
     */
    List<FileReport> run() throws IOException, InterruptedException;

    /** Makes {@link #run} end soon. Any thread. */
    void stop();

    /** Bytes read so far. Any thread. */
    long bytesRead();

    /** Bytes there are to read, or -1. Any thread. */
    long bytesTotal();

    /** What is to be told of frames that were not counted. Once {@link #run} has ended. */
    List<String> leftOut();

    /** What has counted. */
    Analyzer analyzer();
}

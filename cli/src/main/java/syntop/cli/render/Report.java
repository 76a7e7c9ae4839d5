package syntop.cli.render;

import java.util.List;
import syntop.analyzer.Snapshot;

/**
 * A snapshot and what it is of: all that a renderer sees.
 *
 * @param command the command that made it: replay, sample or live
 * @param files names of the capture files as given; from outside, so to be escaped; empty of a live
 *     capture
 * @param linkTypes names of the link types met, in the order they were met
 * @param errors why capturing or a file ended early, one line each; from outside, so to be escaped
 * @param snapshot what was counted
 * @param live where live packets came from; null of files
 */
public record Report(
        String command,
        List<String> files,
        List<String> linkTypes,
        List<String> errors,
        Snapshot snapshot,
        LiveCapture live) {
    /** Copies the lists. */
    public Report {
        files = List.copyOf(files);
        linkTypes = List.copyOf(linkTypes);
        errors = List.copyOf(errors);
    }

    /** One of capture files. */
    public Report(
            String command,
            List<String> files,
            List<String> linkTypes,
            List<String> errors,
            Snapshot snapshot) {
        this(command, files, linkTypes, errors, snapshot, null);
    }

    /** Frames that the kernel dropped as a share of those received, 0 to 1; 0 of files. */
    public double lostShare() {
        if (live == null || live.received() == 0) return 0;
        return (double) live.droppedByKernel() / live.received();
    }

    /** Whether packets were lost, so that each count is to be read as at least. */
    boolean isLossy() {
        return live != null && live.isLossy();
    }
}

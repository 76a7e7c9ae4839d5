package syntop.cli.block;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import syntop.analyzer.Snapshot;
import syntop.analyzer.View;
import syntop.analyzer.count.SynStyle;
import syntop.analyzer.handshake.Counts;
import syntop.analyzer.verdict.Verdict;
import syntop.capture.decode.Prefix;
import syntop.capture.decode.SynSignature;

/** The result of a capture that was just read, without the way through JSON. */
public final class SnapshotResult {
    private SnapshotResult() {}

    /**
     * What a snapshot says.
     *
     * @param name what was read, for messages
     * @param snapshot of whole captures, by source or by signature
     */
    public static Result of(String name, Snapshot snapshot) {
        List<Row> rows = new ArrayList<>();
        List<Signature> signatures = new ArrayList<>();
        for (int i = 0; i < snapshot.rowCount(); i++) {
            if (snapshot.view() == View.SIGNATURE) signatures.add(signature(snapshot, i));
            else rows.add(row(snapshot, i));
        }
        Counts all = snapshot.handshakes().all().counts();
        Verdict verdict = snapshot.verdicts().get(0);
        return new Result(
                name,
                verdict.kind(),
                verdict.confidence(),
                snapshot.hasInterval() ? time(snapshot.fromNanos()) : null,
                snapshot.hasInterval() ? time(snapshot.toNanos()) : null,
                snapshot.sources(),
                all.requests(),
                failed(all),
                !snapshot.handshakes().precision().isExact(),
                snapshot.view(),
                rows,
                signatures,
                snapshot.syns());
    }

    private static Instant time(long nanos) {
        return Instant.ofEpochSecond(Math.floorDiv(nanos, 1_000_000_000L));
    }

    private static long failed(Counts counts) {
        long failed = counts.halfOpen() + counts.refused() + counts.unanswered() + counts.aborted();
        return Math.min(failed, counts.requests());
    }

    private static Row row(Snapshot snapshot, int i) {
        int bits = snapshot.isPrefix(i) ? 64 : 128;
        Prefix prefix = new Prefix(snapshot.keyHi(i), snapshot.keyLo(i), bits);
        Counts counts = snapshot.counts(i);
        return counts == null
                ? new Row(prefix, snapshot.syns(i), -1)
                : new Row(prefix, counts.requests(), failed(counts));
    }

    private static Signature signature(Snapshot snapshot, int i) {
        long options = snapshot.keyHi(i);
        long style = snapshot.keyLo(i);
        int scale = SynSignature.windowScale(options);
        return new Signature(
                SynStyle.ttlClass(style),
                SynStyle.window(style),
                Signature.layout(SynSignature.layout(options)),
                SynSignature.mss(options),
                scale == SynSignature.NO_WINDOW_SCALE ? -1 : scale,
                (options & SynSignature.BAD_OPTIONS) != 0,
                snapshot.syns(i));
    }
}

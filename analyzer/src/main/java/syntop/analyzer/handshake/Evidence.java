package syntop.analyzer.handshake;

import syntop.capture.batch.SegmentBatch;

/**
 * What the requests to one target, or to all, look like. Analyzer thread only. Memory: about 13 KiB
 * when grown.
 */
final class Evidence {
    /** As {@code SynSignature.NO_OPTIONS}: a SYN without any option. */
    private static final long NO_OPTIONS = 15L << 56;

    private final AddressHash hasher;
    private final TopValues signatures = new TopValues();
    private final TopValues ttls = new TopValues();
    private final Majority topSource = new Majority();
    private final Majority topServer = new Majority();
    private final SourceSample sources;
    private long bare;

    Evidence(AddressHash hasher) {
        this.hasher = hasher;
        sources = new SourceSample(hasher);
    }

    /** Forgets all. */
    void clear() {
        signatures.clear();
        ttls.clear();
        topSource.clear();
        topServer.clear();
        sources.clear();
        bare = 0;
    }

    /** Looks at the request of a row. Hot path. */
    void add(SegmentBatch batch, int row, long sourceHash) {
        long signature = batch.signature[row];
        long hi = batch.srcHi[row];
        long lo = batch.srcLo[row];
        // a signature leaves no bit free, so the window is mixed in
        signatures.add(signature ^ (batch.rcvWnd(row) * 0x9E37_79B9_7F4A_7C15L));
        ttls.add(batch.ttl(row));
        topSource.add(hi, lo);
        topServer.add(batch.dstHi[row], batch.dstLo[row]);
        sources.add(sourceHash, hi, lo, 1);
        if (signature == NO_OPTIONS) bare++;
    }

    /** What is known of two lots of requests, each of which may be null. */
    static Profile profile(Evidence one, Evidence other) {
        if (one == null) return other == null ? Profile.NONE : profile(other, other.none());
        if (other == null) return profile(one, one.none());
        long total = one.signatures.total() + other.signatures.total();
        TopValues.Top signature = TopValues.top(one.signatures, other.signatures);
        TopValues.Top ttl = TopValues.top(one.ttls, other.ttls);
        Majority source = one.topSource.and(other.topSource);
        Majority server = one.topServer.and(other.topServer);
        return new Profile(
                total,
                signature.share(),
                total == 0 ? 0 : (double) (one.bare + other.bare) / total,
                (int) ttl.value(),
                ttl.share(),
                new Profile.Top(source.hi(), source.lo(), source.share()),
                new Profile.Top(server.hi(), server.lo(), server.share()),
                one.sources.and(other.sources).sources());
    }

    private Evidence none() {
        return new Evidence(hasher);
    }
}

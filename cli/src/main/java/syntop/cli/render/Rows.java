package syntop.cli.render;

import syntop.analyzer.Snapshot;
import syntop.analyzer.View;
import syntop.analyzer.count.Addresses;

/** The rows of a snapshot as every renderer names them. */
final class Rows {
    private Rows() {}

    /** What a row is about: an address or a port. */
    static String key(Snapshot snapshot, int row) {
        if (snapshot.view() == View.PORT) return Long.toString(snapshot.keyLo(row));
        return Addresses.text(snapshot.keyHi(row), snapshot.keyLo(row));
    }

    /** The part of all SYNs, 0 to 1. */
    static double share(Snapshot snapshot, int row) {
        return snapshot.syns() == 0 ? 0 : (double) snapshot.syns(row) / snapshot.syns();
    }

    /** SYNs a second over the interval, or NaN when the interval has no length. */
    static double perSecond(Snapshot snapshot, int row) {
        double seconds = snapshot.seconds();
        return seconds > 0 ? snapshot.syns(row) / seconds : Double.NaN;
    }
}

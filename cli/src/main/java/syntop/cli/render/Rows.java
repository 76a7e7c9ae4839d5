package syntop.cli.render;

import syntop.analyzer.Snapshot;
import syntop.analyzer.count.Addresses;

/** The rows of a snapshot as every renderer names them. */
final class Rows {
    private Rows() {}

    private static final int V4_BITS = 96; // of the prefix of IPv4-mapped addresses

    /** What a row is about, as one word. */
    static String key(Snapshot snapshot, int row) {
        long hi = snapshot.keyHi(row);
        long lo = snapshot.keyLo(row);
        return switch (snapshot.view()) {
            case SOURCE -> Addresses.text(hi, lo) + (snapshot.isPrefix(row) ? "/64" : "");
            case PREFIX -> Addresses.text(hi, lo) + '/' + prefixBits(snapshot, row);
            case TARGET -> target(hi, lo, snapshot.port(row));
            case PORT -> Long.toString(lo);
            case SIGNATURE -> Signatures.text(hi, lo);
        };
    }

    private static String target(long hi, long lo, int port) {
        String address = Addresses.text(hi, lo);
        return (Addresses.isV4(hi, lo) ? address : '[' + address + ']') + ':' + port;
    }

    /** The length of a prefix as it is written behind the slash. */
    static int prefixBits(Snapshot snapshot, int row) {
        int bits = snapshot.prefixBits(row);
        return Addresses.isV4(snapshot.keyHi(row), snapshot.keyLo(row)) ? bits - V4_BITS : bits;
    }

    /** How many addresses a prefix has, or 0 where nobody would want to know: of IPv6. */
    static long addresses(Snapshot snapshot, int row) {
        boolean v4 = Addresses.isV4(snapshot.keyHi(row), snapshot.keyLo(row));
        return v4 ? 1L << 32 - prefixBits(snapshot, row) : 0;
    }

    /** For each row, the part of all SYNs that it and those before it have. */
    static double[] covers(Snapshot snapshot) {
        double[] covers = new double[snapshot.rowCount()];
        long sum = 0;
        for (int row = 0; row < covers.length; row++) {
            sum += snapshot.syns(row);
            covers[row] = snapshot.syns() == 0 ? 0 : (double) sum / snapshot.syns();
        }
        return covers;
    }

    /** How many of the first rows carry 80 % of the SYNs, or 0 when all together do not. */
    static int carrying(Snapshot snapshot) {
        long sum = 0;
        for (int i = 0; i < snapshot.rowCount(); i++) {
            sum += snapshot.syns(i);
            if (sum * 5.0 >= snapshot.syns() * 4.0) return i + 1;
        }
        return 0;
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

package syntop.cli.render;

import java.util.Locale;
import syntop.analyzer.Snapshot;
import syntop.analyzer.View;
import syntop.analyzer.handshake.Counts;
import syntop.analyzer.handshake.HandshakeReport;

/**
 * The rows of a snapshot as lines of columns. From 80 columns on they stand where they always
 * stand; below, the column of keys shrinks to its longest, then the last columns are left out. So
 * it does where there is a baseline, for the column that tells how a row compares with it.
 */
final class RowTable {
    static final int FULL_WIDTH = 80;
    private static final int KEY_WIDTH = 39; // the longest IPv6 address
    private static final int PREFIX_WIDTH = 24; // the longest /64, and a space
    private static final int HOSTS_WIDTH = 26; // 16,777,216 of 16,777,216
    private static final int GAP = 2; // before the keys
    private static final int RATE_WIDTH = 12; // what Text.rate gives, and a space
    private static final int SHARE_WIDTH = 8;
    private static final int NARROW_SHARE = 7;
    private static final int DONE_WIDTH = 6;
    private static final int MARK_WIDTH = 7; // usual, and two spaces

    private final Snapshot snapshot;
    private final boolean atLeast;
    private final int rankWidth;
    private final int keyWidth;
    private final int synWidth;
    private final boolean requests;
    private final boolean done;
    private final int rateWidth;
    private final int shareWidth;
    private final int requestWidth;
    private final boolean rates;
    private final boolean shares;
    private final boolean prefixes;
    private final boolean marks;
    private final int hostsWidth;
    private final double[] covers;

    /**
     * Lays the columns out.
     *
     * @param atLeast whether counts are to be labelled so
     * @param width columns of the screen
     */
    RowTable(Snapshot snapshot, boolean atLeast, int width) {
        this.snapshot = snapshot;
        this.atLeast = atLeast;
        int rows = snapshot.rowCount();
        rankWidth = Math.max(3, Integer.toString(rows).length());
        // the first row has the largest count; a column apart from the addresses
        int digits = rows == 0 ? 0 : Text.count(snapshot.syns(0)).length() + 1;
        marks = snapshot.comparison() != null && width >= FULL_WIDTH;
        int used = marks ? MARK_WIDTH : 0;
        boolean full = width >= FULL_WIDTH && !marks;
        prefixes = snapshot.view() == View.PREFIX && width >= FULL_WIDTH;
        hostsWidth = marks ? longestHosts() + GAP : HOSTS_WIDTH;
        covers = Rows.covers(snapshot);
        int widest = prefixes ? PREFIX_WIDTH : KEY_WIDTH;
        keyWidth = full ? widest : Math.min(longestKey(), KEY_WIDTH);
        int room = width - used;
        int before = rankWidth + GAP + keyWidth;
        boolean sources = rows > 0 && snapshot.counts(0) != null;
        int narrow = Math.max(8, digits);
        int rate = longestRate() + 1;
        done = sources && before + narrow + rate + NARROW_SHARE + DONE_WIDTH <= room;
        requests =
                done
                        && snapshot.window() == null
                        && before + 2 * narrow + rate + NARROW_SHARE + DONE_WIDTH <= room;
        if (done) {
            int rest = Math.max(width, FULL_WIDTH) - before - NARROW_SHARE - DONE_WIDTH - rate;
            // what is over goes before the counts, so that the columns end where the screen ends
            synWidth = full || marks ? rest - used - (requests ? narrow : 0) : narrow;
            requestWidth = narrow;
            rateWidth = rate;
            shareWidth = NARROW_SHARE;
            rates = true;
            shares = true;
            return;
        }
        synWidth = Math.max(prefixes ? 11 : full ? 14 : 8, digits);
        requestWidth = 0;
        rateWidth = RATE_WIDTH;
        shareWidth = SHARE_WIDTH;
        int taken = before + synWidth;
        rates = full || taken + RATE_WIDTH <= room;
        shares = full || taken + RATE_WIDTH + SHARE_WIDTH <= room;
    }

    private int longestRate() {
        int longest = "SYN/s".length();
        for (int i = 0; i < snapshot.rowCount(); i++) {
            double rate = Rows.perSecond(snapshot, i);
            if (!Double.isNaN(rate)) longest = Math.max(longest, Text.rate(rate).length());
        }
        return Math.max(6, longest);
    }

    private int longestHosts() {
        int longest = "HOSTS SEEN".length();
        for (int i = 0; prefixes && i < snapshot.rowCount(); i++) {
            longest = Math.max(longest, hosts(i).length());
        }
        return longest;
    }

    private String hosts(int row) {
        long addresses = Rows.addresses(snapshot, row);
        String seen = Text.count(snapshot.hosts(row));
        return addresses == 0 ? seen : seen + " of " + Text.count(addresses);
    }

    private int longestKey() {
        int longest = keyName().length();
        for (int i = 0; i < snapshot.rowCount(); i++) {
            longest = Math.max(longest, Rows.key(snapshot, i).length());
        }
        return longest;
    }

    private String keyName() {
        String name = snapshot.view().key().toUpperCase(Locale.ROOT);
        return atLeast ? name + "  at least:" : name;
    }

    /** The line above the rows. */
    String head() {
        return columns() + mark("USUAL");
    }

    private String columns() {
        String name = snapshot.view().key().toUpperCase(Locale.ROOT);
        String label = "at least:";
        int gap = keyWidth - name.length() - label.length();
        String key = atLeast ? name + " ".repeat(Math.max(1, gap)) + label : name;
        if (prefixes) return prefixLine("#", key, "SYN", "SHARE", "HOSTS SEEN", "COVERS");
        return line("#", key, "SYN", "REQ", "SYN/s", "SHARE", "DONE");
    }

    /** The line of a row. */
    String line(int row) {
        return columns(row) + (marks ? mark(snapshot.mark(row).word()) : "");
    }

    private String mark(String word) {
        return marks ? " ".repeat(MARK_WIDTH - word.length()) + word : "";
    }

    private String columns(int row) {
        if (prefixes) return prefixLine(row);
        double rate = Rows.perSecond(snapshot, row);
        Counts counts = snapshot.counts(row);
        return line(
                Integer.toString(row + 1),
                cut(Rows.key(snapshot, row)),
                Text.count(snapshot.syns(row)),
                counts == null ? "" : Text.count(counts.requests()),
                Double.isNaN(rate) ? "-" : Text.rate(rate),
                Text.percent(Rows.share(snapshot, row)),
                counts == null ? "" : done(counts));
    }

    /** The share that completed; without any answer in the whole capture nobody knows. */
    private String done(Counts counts) {
        HandshakeReport report = snapshot.handshakes();
        Counts all = report.all().counts();
        boolean seen = report.acksCaptured() && all.answered() + all.refused() > 0;
        boolean known = counts.completed() > 0 || seen;
        if (!known || counts.requests() == 0) return "-";
        return Math.round(100 * counts.share(counts.completed())) + "%";
    }

    private String prefixLine(int row) {
        return prefixLine(
                Integer.toString(row + 1),
                Rows.key(snapshot, row),
                Text.count(snapshot.syns(row)),
                Text.percent(Rows.share(snapshot, row)),
                hosts(row),
                Text.percent(covers[row]));
    }

    private String prefixLine(
            String number, String key, String count, String share, String hosts, String covers) {
        StringBuilder out = new StringBuilder(FULL_WIDTH);
        right(out, number, rankWidth);
        out.append(" ".repeat(GAP)).append(key);
        out.append(" ".repeat(Math.max(0, keyWidth - key.length())));
        right(out, count, synWidth);
        right(out, share, SHARE_WIDTH - 1);
        right(out, hosts, hostsWidth);
        right(out, covers, SHARE_WIDTH - 1);
        return out.toString();
    }

    /** Targets and signatures may be longer than any address. */
    private String cut(String key) {
        return key.length() <= keyWidth ? key : key.substring(0, keyWidth - 1) + '~';
    }

    private String line(
            String number,
            String key,
            String count,
            String request,
            String rate,
            String share,
            String completed) {
        StringBuilder out = new StringBuilder(FULL_WIDTH);
        right(out, number, rankWidth);
        out.append(" ".repeat(GAP)).append(key);
        out.append(" ".repeat(Math.max(0, keyWidth - key.length())));
        right(out, count, synWidth);
        if (requests) right(out, request, requestWidth);
        if (rates) right(out, rate, rateWidth);
        if (shares) right(out, share, shareWidth);
        if (done) right(out, completed, DONE_WIDTH);
        return out.toString();
    }

    private static void right(StringBuilder out, String text, int width) {
        out.append(" ".repeat(Math.max(0, width - text.length()))).append(text);
    }
}

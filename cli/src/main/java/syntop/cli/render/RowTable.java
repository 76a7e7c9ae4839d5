package syntop.cli.render;

import java.util.Locale;
import syntop.analyzer.Snapshot;
import syntop.analyzer.View;

/**
 * The rows of a snapshot as lines of columns. From 80 columns on they stand where they always
 * stand; below, the column of keys shrinks to its longest, then the last columns are left out.
 */
final class RowTable {
    static final int FULL_WIDTH = 80;
    private static final int KEY_WIDTH = 39; // the longest IPv6 address
    private static final int PREFIX_WIDTH = 24; // the longest /64, and a space
    private static final int HOSTS_WIDTH = 26; // 16,777,216 of 16,777,216
    private static final int GAP = 2; // before the keys
    private static final int RATE_WIDTH = 12; // what Text.rate gives, and a space
    private static final int SHARE_WIDTH = 8;

    private final Snapshot snapshot;
    private final boolean atLeast;
    private final int rankWidth;
    private final int keyWidth;
    private final int synWidth;
    private final boolean rates;
    private final boolean shares;
    private final boolean prefixes;
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
        boolean full = width >= FULL_WIDTH;
        prefixes = snapshot.view() == View.PREFIX && full;
        covers = Rows.covers(snapshot);
        int widest = prefixes ? PREFIX_WIDTH : KEY_WIDTH;
        keyWidth = full ? widest : Math.min(longestKey(), KEY_WIDTH);
        synWidth = Math.max(prefixes ? 11 : full ? 14 : 8, digits);
        int used = rankWidth + GAP + keyWidth + synWidth;
        rates = full || used + RATE_WIDTH <= width;
        shares = full || used + RATE_WIDTH + SHARE_WIDTH <= width;
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
        String name = snapshot.view().key().toUpperCase(Locale.ROOT);
        String label = "at least:";
        int gap = keyWidth - name.length() - label.length();
        String key = atLeast ? name + " ".repeat(Math.max(1, gap)) + label : name;
        if (prefixes) return prefixLine("#", key, "SYN", "SHARE", "HOSTS SEEN", "COVERS");
        return line("#", key, "SYN", "SYN/s", "SHARE");
    }

    /** The line of a row. */
    String line(int row) {
        if (prefixes) return prefixLine(row);
        double rate = Rows.perSecond(snapshot, row);
        return line(
                Integer.toString(row + 1),
                cut(Rows.key(snapshot, row)),
                Text.count(snapshot.syns(row)),
                Double.isNaN(rate) ? "-" : Text.rate(rate),
                Text.percent(Rows.share(snapshot, row)));
    }

    private String prefixLine(int row) {
        long addresses = Rows.addresses(snapshot, row);
        String seen = Text.count(snapshot.hosts(row));
        return prefixLine(
                Integer.toString(row + 1),
                Rows.key(snapshot, row),
                Text.count(snapshot.syns(row)),
                Text.percent(Rows.share(snapshot, row)),
                addresses == 0 ? seen : seen + " of " + Text.count(addresses),
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
        right(out, hosts, HOSTS_WIDTH);
        right(out, covers, SHARE_WIDTH - 1);
        return out.toString();
    }

    /** Targets and signatures may be longer than any address. */
    private String cut(String key) {
        return key.length() <= keyWidth ? key : key.substring(0, keyWidth - 1) + '~';
    }

    private String line(String number, String key, String count, String rate, String share) {
        StringBuilder out = new StringBuilder(FULL_WIDTH);
        right(out, number, rankWidth);
        out.append(" ".repeat(GAP)).append(key);
        out.append(" ".repeat(Math.max(0, keyWidth - key.length())));
        right(out, count, synWidth);
        if (rates) right(out, rate, RATE_WIDTH);
        if (shares) right(out, share, SHARE_WIDTH);
        return out.toString();
    }

    private static void right(StringBuilder out, String text, int width) {
        out.append(" ".repeat(Math.max(0, width - text.length()))).append(text);
    }
}

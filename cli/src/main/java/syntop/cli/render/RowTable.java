package syntop.cli.render;

import java.util.Locale;
import syntop.analyzer.Snapshot;

/**
 * The rows of a snapshot as lines of columns. From 80 columns on they stand where they always
 * stand; below, the column of keys shrinks to its longest, then the last columns are left out.
 */
final class RowTable {
    private static final int FULL_WIDTH = 80;
    private static final int KEY_WIDTH = 39; // the longest IPv6 address
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
        keyWidth = full ? KEY_WIDTH : longestKey();
        synWidth = Math.max(full ? 14 : 8, digits);
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
        return line("#", key, "SYN", "SYN/s", "SHARE");
    }

    /** The line of a row. */
    String line(int row) {
        double rate = Rows.perSecond(snapshot, row);
        return line(
                Integer.toString(row + 1),
                Rows.key(snapshot, row),
                Text.count(snapshot.syns(row)),
                Double.isNaN(rate) ? "-" : Text.rate(rate),
                Text.percent(Rows.share(snapshot, row)));
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

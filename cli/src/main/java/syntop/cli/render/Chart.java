package syntop.cli.render;

/** A small chart in block characters. */
final class Chart {
    private static final int MIN_BARS = 4; // fewer are no chart
    private static final String BARS = "▁▂▃▄▅▆▇█";

    private Chart() {}

    /**
     * One bar for each part, scaled to the largest; a part with any SYN shows at least the least,
     * one without a dot, so that the end of a flood can be seen.
     */
    static String bars(long[] series) {
        if (series.length < MIN_BARS) return "";
        long most = 1;
        for (long syns : series) {
            most = Math.max(most, syns);
        }
        StringBuilder out = new StringBuilder();
        for (long syns : series) {
            int level = (int) Math.ceil((double) syns * BARS.length() / most);
            out.append(level == 0 ? '.' : BARS.charAt(level - 1));
        }
        return out.toString();
    }
}

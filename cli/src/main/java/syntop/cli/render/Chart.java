package syntop.cli.render;

/** A small chart in block characters. */
final class Chart {
    private static final int MIN_BARS = 4; // fewer are no chart
    private static final String BARS = "▁▂▃▄▅▆▇█";

    private Chart() {}

    /** As the other, of parts that are added up so that there are at most so many bars. */
    static String bars(long[] series, int most) {
        int width = (series.length + most - 1) / most;
        if (width <= 1) return bars(series);
        long[] wider = new long[(series.length + width - 1) / width];
        for (int i = 0; i < series.length; i++) {
            wider[i / width] += series[i];
        }
        return bars(wider);
    }

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

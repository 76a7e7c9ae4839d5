package syntop.analyzer.verdict;

/** Numbers in sentences; the same in every locale. */
final class Words {
    private Words() {}

    /** 1236300 as 1,236,300. */
    static String count(long value) {
        StringBuilder out = new StringBuilder(Long.toString(value));
        for (int i = out.length() - 3; i > 0; i -= 3) {
            out.insert(i, ',');
        }
        return out.toString();
    }

    /** A share of 0 to 1: 13.7%, 98%, 0%; never 100% or 0% for less or more than that. */
    static String percent(double share) {
        double value = share * 100;
        if (value == 0 || value >= 100) return Math.round(value) + "%";
        double shown = Math.max(0.1, Math.min(99.9, Math.round(value * 10) / 10.0));
        return shown == Math.rint(shown) ? Math.round(shown) + "%" : shown + "%";
    }

    /** A number, with one decimal below 10: 1.2, 404; never more precise than it can be meant. */
    static String decimal(double value) {
        if (value >= 9.95) return count(Math.round(value));
        long tenths = Math.round(value * 10);
        return count(tenths / 10) + "." + tenths % 10;
    }

    /** One thing or several. */
    static String counted(long count, String one, String many) {
        return count(count) + " " + (count == 1 ? one : many);
    }
}

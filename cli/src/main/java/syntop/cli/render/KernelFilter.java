package syntop.cli.render;

import syntop.capture.batch.Thinning;

/**
 * What the kernel lets through, where that follows the load.
 *
 * @param level now, as of {@link Thinning}
 * @param highest the highest so far
 * @param swaps how often it was swapped
 * @param refusal why it cannot be swapped any more; null: it can
 */
public record KernelFilter(int level, int highest, long swaps, String refusal) {
    /** As it stands. */
    public static KernelFilter of(Thinning thinning) {
        boolean open = thinning.isPossible() || thinning.refusal() != null;
        return new KernelFilter(
                thinning.state().level(),
                thinning.highest(),
                thinning.swaps(),
                open ? thinning.refusal() : "not with this backend and link type");
    }

    /** What a level lets through, for programs. */
    static String key(int level) {
        return switch (level) {
            case Thinning.ALL -> "full";
            case Thinning.SYNS -> "syns";
            default -> "sampled";
        };
    }

    /** What it lets through, in two or three words. */
    String brief() {
        return "filter " + words(level);
    }

    private static String words(int level) {
        return switch (level) {
            case Thinning.ALL -> "full";
            case Thinning.SYNS -> "SYNs alone";
            default -> "1 in " + Text.count(1L << level);
        };
    }

    /** Whether there is more to say than that it is full, and always was. */
    boolean isWorthSaying() {
        return swaps > 0;
    }

    /** What it lets through, and what it has. */
    String line() {
        String line = "kernel filter " + words(level);
        if (level != highest) line += " now, for a time " + words(highest);
        return line + (highest == Thinning.SYNS ? ": completion unknown" : "; every SYN passed");
    }
}

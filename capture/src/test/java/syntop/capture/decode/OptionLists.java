package syntop.capture.decode;

import java.util.SplittableRandom;

/** Random TCP option lists that repeat, differ in single bytes, and are often broken. */
final class OptionLists {
    private static final int[][] OPTIONS = {
        {1},
        {0},
        {2, 4, 5, 180},
        {3, 3, 7},
        {4, 2},
        {8, 10, 0, 0, 0, 1, 0, 0, 0, 0},
        {8, 10, 0, 0, 0, 0, 0, 0, 0, 0},
        {34, 2},
        {254, 4, 0xF9, 0x89},
        {8, 9, 0, 0, 0, 0, 0, 0, 0},
        {77, 6, 1, 2, 3, 4}
    };

    private final SplittableRandom random;
    private final byte[][] recent = new byte[24][];

    OptionLists(long seed) {
        random = new SplittableRandom(seed);
        for (int i = 0; i < recent.length; i++) recent[i] = fresh();
    }

    /** A list of 0 to 40 bytes, in whole words: an earlier one, an altered one or a new one. */
    byte[] next() {
        int slot = random.nextInt(recent.length);
        int dice = random.nextInt(100);
        if (dice < 5) recent[slot] = fresh();
        byte[] list = recent[slot].clone();
        if (dice > 50 && list.length > 0) {
            list[random.nextInt(list.length)] = (byte) (dice > 75 ? 0 : random.nextInt(12));
        }
        return list;
    }

    private byte[] fresh() {
        byte[] list = new byte[4 * random.nextInt(11)];
        for (int at = 0; at < list.length; ) {
            for (int value : OPTIONS[random.nextInt(OPTIONS.length)]) {
                if (at < list.length) list[at++] = (byte) value;
            }
        }
        return list;
    }
}

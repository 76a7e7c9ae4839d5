package syntop.linux.sockets;

import java.util.Arrays;

/**
 * From inode numbers to small numbers. Open addressing, at most half full. One thread.
 *
 * <p>Memory: 16 to 32 bytes an entry.
 */
final class InodeMap {
    /** What an inode has that was not put in. */
    static final int ABSENT = -1;

    private int[] inodes = new int[64]; // 0: free
    private int[] values = new int[64];
    private int size;

    /**
     * Puts a value in, in place of an earlier one.
     *
     * @param inode not 0
     * @param value 0 or more
     */
    void put(int inode, int value) {
        if (2 * (size + 1) > inodes.length) enlarge();
        int slot = slot(inode);
        if (inodes[slot] == 0) size++;
        inodes[slot] = inode;
        values[slot] = value;
    }

    /** The value of an inode, or {@link #ABSENT}. */
    int get(int inode) {
        if (inode == 0) return ABSENT;
        int slot = slot(inode);
        return inodes[slot] == 0 ? ABSENT : values[slot];
    }

    int size() {
        return size;
    }

    /** The slot that has the inode, or the free one where it belongs. */
    private int slot(int inode) {
        int mask = inodes.length - 1;
        int slot = (inode * 0x9E37_79B9) >>> 7 & mask; // Fibonacci hashing: inodes are dense
        while (inodes[slot] != 0 && inodes[slot] != inode) slot = slot + 1 & mask;
        return slot;
    }

    private void enlarge() {
        int[] oldInodes = inodes;
        int[] oldValues = values;
        inodes = new int[2 * oldInodes.length];
        values = Arrays.copyOf(oldValues, inodes.length);
        for (int i = 0; i < oldInodes.length; i++) {
            if (oldInodes[i] == 0) continue;
            int slot = slot(oldInodes[i]);
            inodes[slot] = oldInodes[i];
            values[slot] = oldValues[i];
        }
    }
}

package syntop.linux.sockets;

import java.io.File;
import java.nio.charset.StandardCharsets;
import syntop.linux.sys.Libc;

/**
 * The sockets among the open files of a process: what the links in /proc/PID/fd lead to. One
 * thread. A link costs one system call and a few bytes: a busy server has a hundred thousand.
 */
final class FileDescriptors {
    private static final byte[] SOCKET = "socket:[".getBytes(StandardCharsets.US_ASCII);
    private static final int TARGET_BYTES = 32; // of a socket it is shorter

    /** What {@link #next} gives at the end. */
    static final int END = 0;

    private final byte[] target = new byte[TARGET_BYTES];
    private byte[] path = new byte[64];
    private int directoryBytes;
    private String[] names;
    private int next;

    /**
     * Goes before the first open file of a process.
     *
     * @param directory its fd
     * @return false when it cannot be listed: the process has gone, or is another user's
     */
    boolean over(File directory) {
        names = directory.list();
        next = 0;
        if (names == null) return false;
        byte[] bytes = (directory.getPath() + '/').getBytes(StandardCharsets.UTF_8);
        directoryBytes = bytes.length;
        int longest = directoryBytes + 12; // digits and the final NUL
        if (path.length < longest) path = new byte[longest];
        System.arraycopy(bytes, 0, path, 0, directoryBytes);
        return true;
    }

    /** The inode of the next socket, or {@link #END}; what was closed meanwhile is passed over. */
    int next() {
        while (next < names.length) {
            String name = names[next++];
            int length = directoryBytes;
            for (int i = 0; i < name.length() && i < 11; i++)
                path[length++] = (byte) name.charAt(i);
            path[length] = 0;
            int inode = inode((int) Libc.readlink(path, target, TARGET_BYTES));
            if (inode != 0) return inode;
        }
        return END;
    }

    /** The number in socket:[number], 32 bits unsigned; 0 for anything else. */
    private int inode(int bytes) {
        if (bytes <= SOCKET.length) return 0;
        for (int i = 0; i < SOCKET.length; i++) {
            if (target[i] != SOCKET[i]) return 0;
        }
        long inode = 0;
        for (int i = SOCKET.length; i < bytes && target[i] != ']'; i++) {
            inode = 10 * inode + target[i] - '0';
        }
        return (int) inode;
    }
}

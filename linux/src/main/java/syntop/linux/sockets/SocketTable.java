package syntop.linux.sockets;

import java.util.Arrays;

/**
 * TCP sockets as columns: row i of every column is one socket. Addresses are two longs each, IPv4
 * as IPv4-mapped (RFC 4291, 2.5.5.2), whether the program's socket is one of IPv4 or of IPv6.
 * Filled by one thread, and read by any afterwards. Listeners are not in it: they have no other
 * end.
 *
 * <p>Memory: 49 bytes a row, up to half as much again while it grows.
 */
public final class SocketTable {
    private long[] localHi;
    private long[] localLo;
    private long[] remoteHi;
    private long[] remoteLo;
    private int[] ports; // local in the upper half, remote in the lower
    private int[] uids;
    private int[] inodes;
    private byte[] states;
    private int size;

    /** Makes an empty table. */
    public SocketTable() {
        allocate(256);
    }

    private void allocate(int rows) {
        boolean first = localHi == null;
        localHi = first ? new long[rows] : Arrays.copyOf(localHi, rows);
        localLo = first ? new long[rows] : Arrays.copyOf(localLo, rows);
        remoteHi = first ? new long[rows] : Arrays.copyOf(remoteHi, rows);
        remoteLo = first ? new long[rows] : Arrays.copyOf(remoteLo, rows);
        ports = first ? new int[rows] : Arrays.copyOf(ports, rows);
        uids = first ? new int[rows] : Arrays.copyOf(uids, rows);
        inodes = first ? new int[rows] : Arrays.copyOf(inodes, rows);
        states = first ? new byte[rows] : Arrays.copyOf(states, rows);
    }

    /**
     * Appends a socket. Hot path, but for when it grows.
     *
     * @param uid number of the user that opened it, 32 bits unsigned
     * @param inode number of the file that it is to a program; 0 when no program holds it
     */
    public void append(
            TcpState state,
            long localAddressHi,
            long localAddressLo,
            int localPort,
            long remoteAddressHi,
            long remoteAddressLo,
            int remotePort,
            int uid,
            int inode) {
        if (size == states.length) allocate(Math.addExact(size, size / 2));
        int row = size++;
        localHi[row] = localAddressHi;
        localLo[row] = localAddressLo;
        remoteHi[row] = remoteAddressHi;
        remoteLo[row] = remoteAddressLo;
        ports[row] = localPort << 16 | remotePort;
        uids[row] = uid;
        inodes[row] = inode;
        states[row] = (byte) state.ordinal();
    }

    /** Rows. */
    public int size() {
        return size;
    }

    /** The state of a socket. */
    public TcpState state(int row) {
        return TcpState.of(states[row]);
    }

    /** Upper half of the address at this end. */
    public long localHi(int row) {
        return localHi[row];
    }

    /** Lower half of the address at this end. */
    public long localLo(int row) {
        return localLo[row];
    }

    /** Port at this end. */
    public int localPort(int row) {
        return ports[row] >>> 16;
    }

    /** Upper half of the address at the other end. */
    public long remoteHi(int row) {
        return remoteHi[row];
    }

    /** Lower half of the address at the other end. */
    public long remoteLo(int row) {
        return remoteLo[row];
    }

    /** Port at the other end. */
    public int remotePort(int row) {
        return ports[row] & 0xFFFF;
    }

    /**
     * Number of the user that opened the socket, 32 bits unsigned; says nothing where {@link
     * #inode} is 0.
     */
    public int uid(int row) {
        return uids[row];
    }

    /**
     * Number of the file that the socket is to a program, 32 bits unsigned; 0 when no program holds
     * it: one that is half-open, that nobody has accepted yet, or that is closed.
     */
    public int inode(int row) {
        return inodes[row];
    }
}

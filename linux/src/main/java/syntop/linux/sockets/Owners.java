package syntop.linux.sockets;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import syntop.linux.sys.OpenDirectory;
import syntop.linux.sys.SystemCallException;

/**
 * Finds the processes that hold sockets: one pass over the open files of all processes, in the
 * order of their numbers, which ends as soon as each socket that was asked for is found. Of several
 * processes that share one, the first counts. Processes that come and go meanwhile are no error.
 *
 * <p>Of other users' processes only root, or who has CAP_SYS_PTRACE, can see the files; {@link
 * #hidden} counts those. One thread. Memory: 16 to 32 bytes a socket that was asked for.
 */
public final class Owners {
    private static final byte[] SOCKET = "socket:[".getBytes(StandardCharsets.US_ASCII);

    /**
     * What is looked at of each process before more is of any: listeners are opened early, and a
     * server with a hundred thousand connections must not be in the way of the next one.
     */
    private static final int FIRST_FILES = 64;

    private static final int WANTED = 0; // else the index of the program, and 1

    private final Path processes;
    private final Users users;
    private final InodeMap inodes = new InodeMap();
    private final List<Program> programs = new ArrayList<>();
    private final Map<Integer, Program> unseen = new HashMap<>(); // by user
    private int missing;
    private int hidden;

    /** Looks at this system. */
    public Owners() {
        this(Path.of("/proc"), Path.of("/etc/passwd"));
    }

    /**
     * Looks at another.
     *
     * @param processes its /proc
     * @param passwd its /etc/passwd
     */
    public Owners(Path processes, Path passwd) {
        this.processes = processes;
        users = new Users(passwd);
    }

    /** Asks for a socket; 0 asks for nothing. */
    public void want(int inode) {
        if (inode == 0 || inodes.get(inode) != InodeMap.ABSENT) return;
        inodes.put(inode, WANTED);
        missing++;
    }

    /** Searches for what was asked for and not found yet. */
    public void search() {
        hidden = 0;
        if (missing == 0) return;
        int[] pids = pids();
        BitSet more = new BitSet(pids.length); // those with more open files than the first ones
        try (OpenDirectory files = new OpenDirectory()) {
            for (int i = 0; i < pids.length && missing > 0; i++) {
                Path process = processes.resolve(Integer.toString(pids[i]));
                try {
                    files.open(process.resolve("fd").toString());
                    more.set(i, take(files, process, pids[i], FIRST_FILES));
                    if (files.isRefused()) hidden++;
                } catch (SystemCallException e) {
                    if (e.isPermission()) hidden++; // else it has gone
                }
            }
            for (int i = more.nextSetBit(0); i >= 0 && missing > 0; i = more.nextSetBit(i + 1)) {
                Path process = processes.resolve(Integer.toString(pids[i]));
                try {
                    files.open(process.resolve("fd").toString());
                    boolean unused = take(files, process, pids[i], Integer.MAX_VALUE);
                } catch (SystemCallException e) {
                    // it could be opened before, so it has gone
                }
            }
        }
    }

    /**
     * Looks at the open files of a process.
     *
     * @param limit how many at most
     * @return whether there are more
     */
    private boolean take(OpenDirectory files, Path process, int pid, int limit) {
        int program = 0; // not described yet
        for (int i = 0; i < limit; i++) {
            int bytes = files.nextTarget();
            if (bytes == 0) return false;
            int inode = inode(files, bytes);
            if (inodes.get(inode) != WANTED) continue;
            if (program == 0) {
                Program described = describe(process, pid);
                if (described == null) return false; // gone by now, and its sockets with it
                programs.add(described);
                program = programs.size();
            }
            inodes.put(inode, program);
            if (--missing == 0) return false;
        }
        return true;
    }

    /** The number in socket:[number], 32 bits unsigned; 0 for anything else. */
    private static int inode(OpenDirectory files, int bytes) {
        if (bytes <= SOCKET.length) return 0;
        for (int i = 0; i < SOCKET.length; i++) {
            if (files.target(i) != SOCKET[i]) return 0;
        }
        long inode = 0;
        for (int i = SOCKET.length; i < bytes && files.target(i) != ']'; i++) {
            inode = 10 * inode + files.target(i) - '0';
        }
        return (int) inode;
    }

    private int[] pids() {
        String[] names = processes.toFile().list((dir, name) -> name.matches("[1-9][0-9]{0,8}"));
        if (names == null) return new int[0];
        int[] pids = Arrays.stream(names).mapToInt(Integer::parseInt).toArray();
        Arrays.sort(pids);
        return pids;
    }

    private Program describe(Path process, int pid) {
        try {
            // any process may choose its name, of any bytes
            String name = Files.readString(process.resolve("comm"), StandardCharsets.ISO_8859_1);
            String user = users.name(uid(process));
            ControlGroup group = controlGroup(process);
            String printable =
                    new String(
                            name.strip().getBytes(StandardCharsets.ISO_8859_1),
                            StandardCharsets.UTF_8);
            return new Program(pid, printable, user, group.unit(), group.container());
        } catch (IOException e) {
            return null;
        }
    }

    /** The effective user: Uid: real, effective, ... in /proc/PID/status, see proc(5). */
    private static String uid(Path process) throws IOException {
        Path status = process.resolve("status");
        for (String line : Files.readAllLines(status, StandardCharsets.ISO_8859_1)) {
            String[] fields = line.split("\t", -1);
            if (fields[0].equals("Uid:") && fields.length > 2) return fields[2];
        }
        throw new IOException(status + ": has no user");
    }

    /** None where the kernel has no control groups. */
    private static ControlGroup controlGroup(Path process) {
        try {
            Path file = process.resolve("cgroup");
            return ControlGroup.parse(Files.readAllLines(file, StandardCharsets.UTF_8));
        } catch (IOException e) {
            return ControlGroup.NONE;
        }
    }

    /** The program that holds a socket, or null when none was found. */
    public Program of(int inode) {
        int index = inodes.get(inode);
        return index <= WANTED ? null : programs.get(index - 1);
    }

    /**
     * What stands for a program that was not found.
     *
     * @param uid the user that opened its socket, 32 bits unsigned
     */
    public Program unseen(int uid) {
        return unseen.computeIfAbsent(
                uid, number -> Program.unseen(users.name(Integer.toUnsignedString(number))));
    }

    /** Sockets that were asked for and not found. */
    public int missing() {
        return missing;
    }

    /** Processes whose files this user may not see, as far as the search went. */
    public int hidden() {
        return hidden;
    }
}

package syntop.linux.sockets;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On a /proc that is made up of files. */
class OwnersTest {
    @TempDir Path dir;
    private Path passwd;
    private Owners owners;

    @BeforeEach
    void setUp() throws Exception {
        passwd = dir.resolve("passwd");
        Files.writeString(passwd, "root:x:0:0::/:\nwww-data:x:33:33::/:\nalias:x:33:33::/:\nodd\n");
        owners = new Owners(dir, passwd);
    }

    private Path process(int pid, String name, String uid, String cgroup) throws Exception {
        Path process = Files.createDirectories(dir.resolve(Integer.toString(pid)));
        Files.createDirectory(process.resolve("fd"));
        Files.write(process.resolve("comm"), (name + "\n").getBytes(StandardCharsets.UTF_8));
        Files.writeString(
                process.resolve("status"),
                "Name:\t" + name + "\nUid:\t1000\t" + uid + "\t0\t0\nGid:\t0\n");
        Files.writeString(process.resolve("cgroup"), cgroup + "\n");
        return process;
    }

    private static void open(Path process, int number, String target) throws Exception {
        Path link = process.resolve("fd").resolve(Integer.toString(number));
        Files.createSymbolicLink(link, Path.of(target));
    }

    @Test
    void findsNameUserAndUnit() throws Exception {
        Path nginx = process(812, "nginx", "33", "0::/system.slice/nginx.service");
        open(nginx, 0, "/dev/null");
        open(nginx, 1, "pipe:[77]");
        open(nginx, 2, "/a/path/that/is/longer/than/any/socket/".repeat(5));
        open(nginx, 3, "socket:[77]");
        open(nginx, 4, "socket:[4294967295]");
        Path own = process(9, "own", "4711", "0::/");
        open(own, 3, "socket:[78]");
        Files.writeString(nginx.resolve("fd").resolve("5"), "no link");
        for (int inode : new int[] {77, 77, -1, 78, 79, 0}) owners.want(inode);
        owners.search();
        Program expected = new Program(812, "nginx", "www-data", "nginx.service", null);
        assertEquals(expected, owners.of(77));
        assertEquals(expected, owners.of(-1), "inodes are unsigned");
        assertEquals(new Program(9, "own", "4711", null, null), owners.of(78));
        assertNull(owners.of(79));
        assertNull(owners.of(0));
        assertNull(owners.of(80), "not asked for");
        assertEquals(1, owners.missing());
        assertEquals(0, owners.hidden());
        assertEquals(new Program(0, null, "www-data", null, null), owners.unseen(33));
        assertEquals(new Program(0, null, "4294967295", null, null), owners.unseen(-1));
    }

    @Test
    void ofSeveralHoldersTheFirstCounts() throws Exception {
        open(process(100, "worker", "0", "0::/"), 3, "socket:[5]");
        open(process(20, "master", "0", "0::/"), 3, "socket:[5]");
        owners.want(5);
        owners.search();
        assertEquals("master", owners.of(5).name());
    }

    @Test
    void findsWhatAProcessOpenedLate() throws Exception {
        Path busy = process(7, "busy", "0", "0::/");
        for (int i = 0; i < 1_000; i++) open(busy, i, "socket:[" + (100 + i) + "]");
        for (int i = 0; i < 1_000; i += 3) owners.want(100 + i);
        owners.want(99);
        owners.search();
        for (int i = 0; i < 1_000; i += 3) assertEquals("busy", owners.of(100 + i).name());
        assertEquals(1, owners.missing());
    }

    /** As a process that ends while it is looked at leaves them. */
    @Test
    void vanishedProcessesAreNoError() throws Exception {
        Files.createDirectory(dir.resolve("1"));
        Path gone = process(2, "gone", "0", "0::/");
        open(gone, 3, "socket:[5]");
        Files.delete(gone.resolve("comm"));
        Path statusGone = process(3, "statusGone", "0", "0::/");
        open(statusGone, 3, "socket:[5]");
        Files.writeString(statusGone.resolve("status"), "");
        owners.want(5);
        owners.search();
        assertNull(owners.of(5));
        assertEquals(1, owners.missing());
        assertEquals(0, owners.hidden());

        Path back = process(4, "back", "0", "0::/");
        open(back, 3, "socket:[5]");
        Files.delete(back.resolve("cgroup"));
        owners.search();
        assertEquals(new Program(4, "back", "root", null, null), owners.of(5));
    }

    @Test
    void withoutAListOfUsersTheyAreNumbers() throws Exception {
        Files.delete(passwd);
        open(process(1, "init", "0", "0::/"), 3, "socket:[5]");
        owners.want(5);
        owners.search();
        assertEquals("0", owners.of(5).user());
    }

    @Test
    void mapEqualsAnotherOne() {
        SplittableRandom random = new SplittableRandom(1);
        InodeMap map = new InodeMap();
        Map<Integer, Integer> oracle = new HashMap<>();
        for (int step = 0; step < 100_000; step++) {
            int inode = random.nextInt(1, 20_000) * (random.nextBoolean() ? 1 : -1);
            map.put(inode, step);
            oracle.put(inode, step);
        }
        assertEquals(oracle.size(), map.size());
        oracle.forEach((inode, value) -> assertEquals(value, map.get(inode)));
        assertEquals(InodeMap.ABSENT, map.get(20_000));
        assertEquals(InodeMap.ABSENT, map.get(0));
    }
}

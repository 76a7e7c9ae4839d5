package syntop.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The whole program as a process of its own, on an interface of a namespace: under floods, with
 * signals, with few capabilities, and when the interface goes away.
 */
@Tag("live")
@Timeout(value = 120, threadMode = ThreadMode.SEPARATE_THREAD) // a hang must end the test
@ExtendWith(NeedsRootAndTools.class)
@NeedsTools({"ip", "setpriv"})
class LiveProcessLiveTest {
    private static final AtomicInteger NAMESPACES = new AtomicInteger();

    /** Of a process that SIGTERM has ended. */
    private static final int TERMINATED = 143;

    private final String namespace =
            "syntop-run-" + ProcessHandle.current().pid() + "-" + NAMESPACES.incrementAndGet();

    private final List<Process> started = new ArrayList<>();

    @TempDir Path dir;

    @BeforeEach
    void connect() throws Exception {
        run("ip", "netns", "add", namespace);
        // nothing but the flood: no neighbours are looked for
        String off = "echo 1 >/proc/sys/net/ipv6/conf/default/disable_ipv6";
        run("ip", "netns", "exec", namespace, "sh", "-c", off);
        ip("link add in address " + FloodSender.TARGET_MAC + " type veth peer name out");
        ip("address add " + FloodSender.TARGET + "/24 dev in");
        ip("link set in up");
        ip("link set out up");
    }

    @AfterEach
    void disconnect() throws Exception {
        for (Process process : started)
            process.destroyForcibly().waitFor(); // of a test that failed
        run("ip", "netns", "del", namespace);
    }

    private void ip(String arguments) throws Exception {
        run(("ip -n " + namespace + " " + arguments).split(" ", -1));
    }

    private static void run(String... command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), () -> List.of(command) + ": " + out);
    }

    /** Starts a class of the test class path in the namespace, with its output in files. */
    private Process java(List<String> wrapper, Class<?> main, String... args) throws Exception {
        List<String> command = new ArrayList<>(List.of("ip", "netns", "exec", namespace));
        command.addAll(wrapper);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:TieredStopAtLevel=1", ChildJvm.NATIVE_ACCESS, "-cp"));
        command.add(System.getProperty("java.class.path"));
        command.add(main.getName());
        command.addAll(List.of(args));
        Process process =
                new ProcessBuilder(command)
                        .redirectOutput(dir.resolve(main.getSimpleName() + ".out").toFile())
                        .redirectError(dir.resolve(main.getSimpleName() + ".err").toFile())
                        .start();
        started.add(process);
        return process;
    }

    private Process syntop(String... args) throws Exception {
        return java(List.of(), Main.class, args);
    }

    private CliRun end(Process process) throws Exception {
        int status = process.waitFor();
        return new CliRun(status, printed("Main.out"), printed("Main.err"));
    }

    private String printed(String file) throws IOException {
        return Files.readString(dir.resolve(file));
    }

    /** Waits until the process has a packet socket on an interface, which the kernel lists. */
    private void awaitCapture(Process process) {
        Path sockets = Path.of("/proc/" + process.pid() + "/net/packet");
        await(process, () -> lines(sockets).stream().anyMatch(LiveProcessLiveTest::isCapturing));
    }

    /** Of a line of /proc/net/packet: socket, references, type, protocol, interface, running, … */
    private static boolean isCapturing(String line) {
        String[] fields = line.trim().split(" +", -1);
        return !fields[0].equals("sk") && !fields[4].equals("0") && fields[5].equals("1");
    }

    private void await(Process process, BooleanSupplier condition) {
        while (!condition.getAsBoolean()) { // the time limit of the test ends it
            if (!process.isAlive()) {
                fail(
                        "ended with status "
                                + process.exitValue()
                                + ": "
                                + lines(dir.resolve("Main.err")));
            }
            Thread.onSpinWait();
        }
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            return List.of(); // of a process that has just ended
        }
    }

    /** Sends, and tells how many packets the kernel took. */
    private long flood(long packets, int sources, long perSecond) throws Exception {
        Process sender =
                java(
                        List.of(),
                        FloodSender.class,
                        "out",
                        Long.toString(packets),
                        Integer.toString(sources),
                        Long.toString(perSecond));
        assertEquals(0, sender.waitFor(), () -> lines(dir.resolve("FloodSender.err")).toString());
        return Long.parseLong(printed("FloodSender.out").strip());
    }

    @ParameterizedTest
    @CsvSource({
        "ring, 10000, 5000",
        "ring, 200000, 100000",
        "ring, 1000000, 0",
        "libpcap, 10000, 5000",
        "libpcap, 200000, 100000",
        "libpcap, 1000000, 0",
    })
    void whatWasSentWasCountedOrDropped(String backend, long packets, long perSecond)
            throws Exception {
        Process process =
                syntop("sample", "-i", "in", "-d", "1h", "--json", "--backend", backend, "-n", "0");
        awaitCapture(process);
        long sent = flood(packets, 1000, perSecond);
        process.destroy();
        CliRun run = end(process);
        CliRun.Result result = run.result();
        assertEquals(TERMINATED, run.status(), run.err());
        assertEquals("", run.err());
        assertEquals(result.received(), result.frames() + result.droppedByKernel());
        long lost = result.droppedByKernel() + result.droppedByInterface();
        assertEquals(sent, result.frames() + lost);
        assertEquals(result.frames(), result.syns());
        assertEquals(lost > 0, result.isAtLeast());
        if (lost == 0) {
            assertEquals(1000, result.rows().size());
            result.rows().forEach((source, syns) -> assertEquals(packets / 1000, syns, source));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ring", "libpcap"})
    void anInterfaceThatIsRemovedEndsASampleWithWhatWasCounted(String backend) throws Exception {
        Process process = syntop("sample", "-i", "in", "-d", "1h", "--json", "--backend", backend);
        awaitCapture(process);
        long sent = flood(1000, 10, 0);
        ip("link del in");
        CliRun run = end(process);
        assertEquals(1, run.status(), run.err());
        assertEquals(1, run.err().lines().count(), run.err());
        assertTrue(run.err().startsWith("syntop: in: "), run.err());
        assertEquals(sent, run.result().syns());
    }

    @Test
    void liveGoesOnWhenARemovedInterfaceIsBack() throws Exception {
        Process process = syntop("live", "-i", "in", "--json", "--interval", "100ms");
        awaitCapture(process);
        long sent = flood(1000, 10, 0);
        ip("link del in");
        await(process, () -> lines(dir.resolve("Main.err")).size() == 1);
        connectAgain();
        await(process, () -> lines(dir.resolve("Main.err")).size() == 2);
        sent += flood(500, 10, 0);
        process.destroy();
        CliRun run = end(process);
        assertEquals(TERMINATED, run.status(), run.err());
        assertTrue(run.err().endsWith("in: is back, counting goes on\n"), run.err());
        String last = run.out().lines().reduce("", (before, line) -> line);
        assertEquals(sent, new CliRun(0, last, "").result().syns());
    }

    private void connectAgain() throws Exception {
        ip("link add in address " + FloodSender.TARGET_MAC + " type veth peer name out");
        ip("address add " + FloodSender.TARGET + "/24 dev in");
        ip("link set out up");
        ip("link set in up");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ring", "libpcap"})
    void theRawCapabilityAloneSuffices(String backend) throws Exception {
        Process process =
                java(
                        capabilities("-all,+net_raw"),
                        Main.class,
                        "sample",
                        "-i",
                        "in",
                        "-c",
                        "100",
                        "--json",
                        "--backend",
                        backend);
        awaitCapture(process);
        flood(100, 10, 0);
        CliRun run = end(process);
        assertEquals(0, run.status(), run.err());
        assertEquals(100, run.result().syns());
    }

    @Test
    void withoutACapabilityOneLineTellsHowToGetIt() throws Exception {
        CliRun run = end(java(capabilities("-all"), Main.class, "sample", "-i", "in"));
        assertEquals(1, run.status());
        assertEquals("", run.out());
        assertEquals(1, run.err().lines().count(), run.err());
        assertTrue(run.err().contains("CAP_NET_RAW"), run.err());
        assertTrue(run.err().contains("setpriv"), run.err());
    }

    /** With {@code noroot} even root has those capabilities alone that it is given. */
    private static List<String> capabilities(String given) {
        return List.of(
                "setpriv",
                "--securebits=+noroot",
                "--inh-caps=" + given,
                "--ambient-caps=" + given);
    }
}

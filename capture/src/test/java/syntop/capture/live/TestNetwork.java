package syntop.capture.live;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.jna.Native;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import syntop.linux.sys.Libc;

/**
 * Two hosts on this machine, as network namespaces joined by a cable: {@code client} (198.18.0.1,
 * fd18::1) and {@code server} (198.18.0.2, fd18::2); the interface is eth0 in both. IPv6 is off
 * until {@link #addIpv6}. Needs root and iproute2. Namespaces that a killed run has left behind are
 * removed by the next one.
 */
final class TestNetwork {
    static final String INTERFACE = "eth0";
    private static final String PREFIX = "syntop-test-";
    private static final Path NAMESPACES = Path.of("/run/netns");
    private static final int CLONE_NEWNET = 0x4000_0000;
    private static final AtomicInteger COUNT = new AtomicInteger();

    final String client;
    final String server;

    TestNetwork() throws Exception {
        removeLeftovers();
        String name = PREFIX + ProcessHandle.current().pid() + "-" + COUNT.incrementAndGet();
        client = name + "-client";
        server = name + "-server";
        try {
            run("ip", "netns", "add", client);
            run("ip", "netns", "add", server);
            silenceIpv6(client);
            silenceIpv6(server);
            String[] cable = {"ip", "link", "add", INTERFACE, "netns", client, "type", "veth"};
            run(join(cable, "peer", "name", INTERFACE, "netns", server));
            up(client, 1);
            up(server, 2);
            awaitCarrier(client);
            awaitCarrier(server);
        } catch (Exception | AssertionError e) {
            remove();
            throw e;
        }
    }

    /** Condition of the live tests: with CI=true they run, and fail where they cannot. */
    static boolean isPossibleOrRequired() throws IOException {
        if ("true".equals(System.getenv("CI"))) return true;
        boolean root = Files.getOwner(Path.of("/proc/self")).getName().equals("root");
        return root && Files.isExecutable(Path.of("/usr/sbin/ip"));
    }

    /** No reports of multicast groups: on the cable is what a test sends, and nothing else. */
    private static void silenceIpv6(String host) throws Exception {
        runIn(host, "sh", "-c", "echo 1 >/proc/sys/net/ipv6/conf/default/disable_ipv6");
    }

    /** Gives both hosts their IPv6 addresses. */
    void addIpv6() throws Exception {
        int number = 0;
        for (String host : new String[] {client, server}) {
            runIn(host, "sh", "-c", "echo 0 >/proc/sys/net/ipv6/conf/eth0/disable_ipv6");
            String address = "fd18::" + ++number + "/64";
            run("ip", "-n", host, "addr", "add", address, "dev", INTERFACE, "nodad");
        }
    }

    private static void up(String host, int number) throws Exception {
        run("ip", "-n", host, "link", "set", "lo", "up");
        run("ip", "-n", host, "addr", "add", "198.18.0." + number + "/24", "dev", INTERFACE);
        run("ip", "-n", host, "link", "set", INTERFACE, "up");
    }

    /**
     * Until the kernel has seen that the other end is up, which it looks after in its own time,
     * what is sent goes nowhere, and nobody says so.
     */
    private static void awaitCarrier(String host) throws Exception {
        String[] show = {"ip", "-n", host, "-o", "link", "show", "dev", INTERFACE};
        while (!run(show).contains(" state UP ")) {
            Thread.onSpinWait(); // the time limit of the test ends it
        }
    }

    /** Runs a command to its end; it must succeed. Returns what it wrote. */
    static String run(String... command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), () -> String.join(" ", command) + ": " + output);
        return output;
    }

    /** Runs a command in a namespace. */
    static String runIn(String namespace, String... command) throws Exception {
        return run(join(new String[] {"ip", "netns", "exec", namespace}, command));
    }

    private static String[] join(String[] first, String... second) {
        String[] all = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, all, first.length, second.length);
        return all;
    }

    /** Calls something on a thread of its own in a namespace, and waits for it. */
    static <T> T callIn(String namespace, Callable<T> task) throws Exception {
        ExecutorService executor = executorIn(namespace);
        try {
            return executor.submit(task).get(60, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Exception cause) throw cause;
            throw e;
        } finally {
            executor.shutdownNow();
        }
    }

    /** One thread that has entered a namespace for good. */
    static ExecutorService executorIn(String namespace) {
        return Executors.newSingleThreadExecutor(
                task -> {
                    Thread thread =
                            new Thread(
                                    () -> {
                                        enter(namespace);
                                        task.run();
                                    });
                    thread.setDaemon(true);
                    return thread;
                });
    }

    private static void enter(String namespace) {
        int fd = NamespaceCalls.open(NAMESPACES.resolve(namespace).toString(), 0);
        int result = NamespaceCalls.setns(fd, CLONE_NEWNET);
        int errno = Native.getLastError();
        if (Libc.close(fd) != 0 || result != 0) {
            throw new IllegalStateException("setns " + namespace + ": errno=" + errno);
        }
    }

    private static void removeLeftovers() throws Exception {
        if (!Files.isDirectory(NAMESPACES)) return;
        try (DirectoryStream<Path> all = Files.newDirectoryStream(NAMESPACES, PREFIX + "*")) {
            for (Path namespace : all) {
                String name = namespace.getFileName().toString();
                long pid = Long.parseLong(name.substring(PREFIX.length()).split("-", -1)[0]);
                if (ProcessHandle.of(pid).isEmpty()) run("ip", "netns", "del", name);
            }
        }
    }

    /** Removes both hosts. */
    void remove() throws Exception {
        for (String host : new String[] {client, server}) {
            if (Files.exists(NAMESPACES.resolve(host))) run("ip", "netns", "del", host);
        }
    }
}

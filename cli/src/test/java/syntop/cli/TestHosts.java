package syntop.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.jna.LastErrorException;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A server and what is around it, as network namespaces joined by a cable. All that the server
 * sends to others goes to {@link #CLIENT}, who has the addresses of {@code 198.18.0.0/16} and drops
 * the rest as the Internet drops what goes to nobody. Needs root and iproute2.
 *
 * <p>Threads enter a namespace for good, and so do the threads that they start: the whole program
 * can run on a host inside this JVM.
 */
final class TestHosts {
    static final String CLIENT = "198.18.0.1";
    static final String SERVER = "198.19.0.2";

    private static final AtomicInteger COUNT = new AtomicInteger();
    private static final int CLONE_NEWNET = 0x4000_0000;

    private final String client;
    private final String server;
    private final List<Process> started = new ArrayList<>();

    /** System calls. */
    private static final class Libc {
        static {
            Native.register(Libc.class, NativeLibrary.getProcess());
        }

        private Libc() {}

        static native int open(String path, int flags) throws LastErrorException;

        static native int setns(int descriptor, int type) throws LastErrorException;

        static native int close(int descriptor) throws LastErrorException;
    }

    TestHosts() throws Exception {
        String name = "syntop-hosts-" + ProcessHandle.current().pid() + "-";
        name += COUNT.incrementAndGet();
        client = name + "-client";
        server = name + "-server";
        run("ip", "netns", "add", client);
        run("ip", "netns", "add", server);
        try {
            String script =
                    """
                    for host in %1$s %2$s; do
                        ip netns exec $host sh -c \
                            'echo 1 >/proc/sys/net/ipv6/conf/default/disable_ipv6'
                        ip -n $host link set lo up
                    done
                    ip link add eth0 netns %1$s type veth peer name eth0 netns %2$s
                    ip -n %1$s addr add %3$s/32 dev eth0
                    ip -n %2$s addr add %4$s/32 dev eth0
                    ip -n %1$s link set eth0 up
                    ip -n %2$s link set eth0 up
                    ip -n %1$s route add %4$s dev eth0 src %3$s
                    ip -n %1$s route add local 198.18.0.0/16 dev lo
                    ip -n %2$s route add default via %3$s dev eth0 onlink
                    """;
            run("sh", "-ec", script.formatted(client, server, CLIENT, SERVER));
        } catch (Exception | AssertionError e) {
            close();
            throw e;
        }
    }

    private static String run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), () -> List.of(command) + ": " + out);
        return out;
    }

    /** Runs a command line of words at the client until its end; what it says is no matter. */
    void atClient(String command) throws Exception {
        start(client, command).waitFor();
    }

    /** The same at the server, where it must succeed; what it wrote. */
    String atServer(String command) throws Exception {
        return run(words(server, command));
    }

    /** Starts a command line of words at the client. */
    Process startAtClient(String command) throws IOException {
        return start(client, command);
    }

    /** Starts tcpdump at the server, and returns once it captures. */
    void capture(Path file) throws IOException {
        String command = "tcpdump -Z root -U -i eth0 -s 128 -w " + file;
        Process process = new ProcessBuilder(words(server, command)).start();
        started.add(process);
        BufferedReader err = process.errorReader(StandardCharsets.US_ASCII);
        String line = err.readLine();
        while (!line.contains("listening on")) line = err.readLine();
    }

    private Process start(String host, String command) throws IOException {
        Process process =
                new ProcessBuilder(words(host, command))
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        started.add(process);
        return process;
    }

    private static String[] words(String host, String command) {
        return ("ip netns exec " + host + " " + command).split(" ", -1);
    }

    /** Sets a switch of the server's kernel. */
    void setAtServer(String name, int value) throws Exception {
        String file = "/proc/sys/net/ipv4/" + name;
        run("ip", "netns", "exec", server, "sh", "-c", "echo " + value + " >" + file);
    }

    /** Has something done at the client, and returns at once. */
    <T> FutureTask<T> doAtClient(Callable<T> task) {
        return inside(client, task);
    }

    /** Has something done at the server, and returns at once. */
    <T> FutureTask<T> doAtServer(Callable<T> task) {
        return inside(server, task);
    }

    private static <T> FutureTask<T> inside(String host, Callable<T> task) {
        FutureTask<T> future =
                new FutureTask<>(
                        () -> {
                            enter(host);
                            return task.call();
                        });
        Thread thread = new Thread(future, "in-" + host);
        thread.setDaemon(true);
        thread.start();
        return future;
    }

    private static void enter(String host) {
        int descriptor = Libc.open("/run/netns/" + host, 0);
        Libc.setns(descriptor, CLONE_NEWNET);
        Libc.close(descriptor);
    }

    /** What the server's kernel has counted under a name of /proc/net/snmp or netstat. */
    long counted(String group, String name) throws Exception {
        for (String file : List.of("snmp", "netstat")) {
            List<String> lines = atServer("cat /proc/net/" + file).lines().toList();
            for (int i = 0; i + 1 < lines.size(); i += 2) {
                int at = List.of(lines.get(i).split(" ", -1)).indexOf(name);
                boolean found = lines.get(i).startsWith(group + ":") && at >= 0;
                if (found) return Long.parseLong(lines.get(i + 1).split(" ", -1)[at]);
            }
        }
        throw new IllegalArgumentException("no counter " + group + " " + name);
    }

    /** Ends what was started, and takes the hosts away. */
    void close() throws Exception {
        for (Process process : started) process.destroyForcibly().waitFor();
        run("ip", "netns", "del", client);
        run("ip", "netns", "del", server);
    }

    /** What a task gave, or why it failed. */
    static <T> T result(FutureTask<T> task) throws Exception {
        try {
            return task.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Exception cause) throw cause;
            throw e;
        }
    }
}

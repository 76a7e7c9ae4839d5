package syntop.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import picocli.CommandLine;

/**
 * Runs the common commands once and drops what they print. The launcher starts the JVM with this
 * class when it records which classes a run loads; the archive of them makes later starts fast.
 */
final class Rehearsal {
    private Rehearsal() {}

    /**
     * Runs the commands. Their exit status does not matter: an archive that lacks a class is only
     * slower.
     *
     * @param captures files to replay
     */
    public static void main(String[] captures) {
        run("--version");
        run("--help");
        run("doctor");
        run("sample", "-i", "lo", "-d", "10ms"); // where it may not capture, less is loaded
        run("sample", "-i", "lo", "-d", "10ms", "--json");
        run(new OnNothing(), "live", "-i", "lo");
        sockets();
        for (String capture : captures) {
            run("replay", capture);
            run("replay", "--json", "-p", "80,443", capture);
            run("replay", "-o", "csv", capture);
        }
        Terminal.writer(Terminal.out()).flush(); // loads what a real run prints with
        Terminal.writer(Terminal.err()).flush();
    }

    /** With a connection to itself, so that there is something to tell. */
    private static void sockets() {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Socket client = new Socket()) {
            client.connect(server.getLocalSocketAddress());
            run("sockets");
            run("sockets", "--json");
        } catch (IOException e) {
            // where it may not connect, less is loaded
        }
    }

    private static void run(String... args) {
        run(new LocalHost(), args);
    }

    private static void run(Host host, String... args) {
        CommandLine commandLine = Main.commandLine(host, args);
        commandLine.setOut(new PrintWriter(Writer.nullWriter()));
        commandLine.setErr(new PrintWriter(Writer.nullWriter()));
        commandLine.execute(args);
    }

    /** Has a screen that shows nothing and is gone at once, as no terminal is there. */
    private static final class OnNothing extends LocalHost {
        @Override
        public boolean hasScreen() {
            return true;
        }

        private void loadScreen() {
            try {
                super.openScreen().close();
            } catch (IOException e) {
                // so there is no terminal; until here it has loaded most of what it needs
            }
        }

        @Override
        public Screen openScreen() {
            loadScreen();
            return new Screen() {
                @Override
                public int columns() {
                    return 0;
                }

                @Override
                public int rows() {
                    return 0;
                }

                @Override
                public void write(String text) {}

                @Override
                public int key(long nanos) {
                    return END;
                }

                @Override
                public void close() {}
            };
        }
    }
}

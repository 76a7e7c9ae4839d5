package syntop.cli;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;

/** A program with sockets: a server, its clients in the same process, until its input ends. */
final class SocketHolder {
    private SocketHolder() {}

    /**
     * Opens them, prints a line and waits.
     *
     * @param args port and backlog of the server, which listens on all addresses; then for each
     *     client its own address, the server's, how many connections, and how many of those are
     *     accepted
     */
    public static void main(String... args) throws IOException {
        List<SocketChannel> open = new ArrayList<>();
        int port = Integer.parseInt(args[0]);
        try (ServerSocketChannel server = ServerSocketChannel.open()) {
            server.bind(new InetSocketAddress("::", port), Integer.parseInt(args[1]));
            for (int i = 2; i < args.length; i += 4) {
                int accepted = Integer.parseInt(args[i + 3]);
                for (int j = 0; j < Integer.parseInt(args[i + 2]); j++) {
                    SocketChannel client = SocketChannel.open();
                    client.bind(new InetSocketAddress(args[i], 0));
                    client.connect(new InetSocketAddress(args[i + 1], port));
                    open.add(client);
                    if (j < accepted) open.add(server.accept());
                }
            }
            System.out.println("ready");
            while (System.in.read() != -1) {}
            for (SocketChannel each : open) each.close();
        }
    }
}

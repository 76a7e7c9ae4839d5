package syntop.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;

/**
 * One end of many TCP connections, for {@code bench/sockets}: listens and accepts all that come, or
 * connects from the addresses of 198.19.0.0/16 in turn; says {@code ready} and holds them until it
 * is killed.
 */
final class ConnectionHolder {
    private static final int ADDRESSES = 40_000;
    private static final int BACKLOG = 4_096;

    private ConnectionHolder() {}

    /** Runs: {@code listen PORT} or {@code connect ADDRESS PORT COUNT}. */
    public static void main(String[] args) throws IOException {
        if (args[0].equals("listen")) listen(Integer.parseInt(args[1]));
        else connect(args[1], Integer.parseInt(args[2]), Integer.parseInt(args[3]));
    }

    private static void listen(int port) throws IOException {
        List<SocketChannel> held = new ArrayList<>();
        try (ServerSocketChannel server = ServerSocketChannel.open()) {
            server.bind(new InetSocketAddress(port), BACKLOG);
            System.out.println("ready");
            while (true) held.add(server.accept());
        }
    }

    private static void connect(String address, int port, int count) throws IOException {
        List<SocketChannel> held = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            // some addresses with more connections than others
            int source = i % 3 == 0 ? i % 50 : i % ADDRESSES;
            SocketChannel channel = SocketChannel.open();
            channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            String own = "198.19." + (source >>> 8) + '.' + (source & 0xFF);
            channel.bind(new InetSocketAddress(own, 0));
            channel.connect(new InetSocketAddress(address, port));
            held.add(channel);
        }
        System.out.println("ready");
        while (true) {
            try {
                Thread.sleep(Long.MAX_VALUE);
            } catch (InterruptedException e) {
                return;
            }
        }
    }
}

package syntop.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.concurrent.Callable;

/**
 * Real clients: connections from an address or hundreds, many at a time, each of which waits until
 * the server closes it. Ends when all have ended, or when it is told to.
 */
final class Crowd implements Callable<Crowd.Ended> {
    private final InetSocketAddress server;
    private final long connections;
    private final int atOnce;
    private final long perSecond;
    private final int addresses;
    private final long start = System.nanoTime();
    private final ByteBuffer trash = ByteBuffer.allocate(64);
    private Selector selector;
    private volatile boolean leaving;
    private long begun;
    private int open;
    private long served;
    private long failed;

    /**
     * What became of the connections.
     *
     * @param served accepted, and closed by the server
     * @param failed refused, reset or given up
     */
    record Ended(long served, long failed) {}

    /** One of 200 addresses. */
    Crowd(String server, int port, long connections, int atOnce, long perSecond) {
        this(server, port, connections, atOnce, perSecond, 200);
    }

    /**
     * Makes one.
     *
     * @param atOnce connections that are open at a time, at most
     * @param perSecond new ones in a second, at most
     * @param addresses that they come from in turn, 1 to 254
     */
    Crowd(String server, int port, long connections, int atOnce, long perSecond, int addresses) {
        this.perSecond = perSecond;
        this.server = new InetSocketAddress(server, port);
        this.connections = connections;
        this.atOnce = atOnce;
        this.addresses = addresses;
    }

    /** Ends it soon. Any thread. */
    void leave() {
        leaving = true;
    }

    @Override
    public Ended call() throws IOException {
        try (Selector all = Selector.open()) {
            selector = all;
            while (!leaving && (begun < connections || open > 0)) {
                while (open < atOnce && begun < connections && isDue()) begin();
                selector.select(this::go, 5);
            }
            for (SelectionKey key : selector.keys()) key.channel().close();
        }
        return new Ended(served, failed);
    }

    private boolean isDue() {
        return begun <= (System.nanoTime() - start) / 1e9 * perSecond;
    }

    private void begin() throws IOException {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.INET);
        channel.configureBlocking(false);
        int host = (int) (begun++ % addresses);
        channel.bind(new InetSocketAddress("198.18.1." + (1 + host), 0));
        channel.register(selector, SelectionKey.OP_CONNECT);
        channel.connect(server);
        open++;
    }

    private void go(SelectionKey key) {
        try {
            boolean ended = !key.isConnectable() && channel(key).read(trash.clear()) < 0;
            if (key.isConnectable()) {
                channel(key).finishConnect();
                key.interestOps(SelectionKey.OP_READ);
            }
            if (!ended) return;
            served++;
        } catch (IOException e) {
            failed++;
        }
        open--;
        try {
            key.channel().close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static SocketChannel channel(SelectionKey key) {
        return (SocketChannel) key.channel();
    }
}

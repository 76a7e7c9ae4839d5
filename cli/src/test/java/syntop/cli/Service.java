package syntop.cli;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.channels.ServerSocketChannel;
import java.util.concurrent.FutureTask;

/** A service on the server of {@link TestHosts}, which closes each connection it accepts. */
final class Service {
    private final ServerSocketChannel listener;
    private final Thread accepting;

    private Service(ServerSocketChannel listener, boolean accepts) {
        this.listener = listener;
        accepting = new Thread(this::accept, "service");
        accepting.setDaemon(true);
        if (accepts) accepting.start();
    }

    /**
     * Starts one.
     *
     * @param backlog connections that may wait until they are accepted
     * @param accepts whether any is; else it hangs, as a program that is stuck
     */
    static Service start(TestHosts hosts, int port, int backlog, boolean accepts) throws Exception {
        FutureTask<ServerSocketChannel> opened =
                hosts.doAtServer(
                        () ->
                                ServerSocketChannel.open(StandardProtocolFamily.INET)
                                        .bind(new InetSocketAddress(port), backlog));
        return new Service(TestHosts.result(opened), accepts);
    }

    private void accept() {
        try {
            while (true) listener.accept().close();
        } catch (IOException e) {
            // closed
        }
    }

    /** Ends it. */
    void close() throws Exception {
        listener.close();
        accepting.join();
    }
}

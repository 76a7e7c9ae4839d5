package syntop.linux.netlink;

import static syntop.linux.netlink.Netlink.*;

import java.nio.ByteBuffer;
import syntop.linux.sys.SystemCallException;

/** The answer to a request for a table, from its first datagram to NLMSG_DONE. */
final class Dump {
    private final String what;
    private final int sequence;
    private final int port;
    private final NetlinkHandler handler;
    private long entries;
    private long malformed;
    private boolean interrupted;
    private boolean done;

    Dump(String what, int sequence, int port, NetlinkHandler handler) {
        this.what = what;
        this.sequence = sequence;
        this.port = port;
        this.handler = handler;
    }

    /** Receives until the end, or until the socket is woken. */
    DumpResult run(NetlinkSocket socket, ByteBuffer buffer) throws SystemCallException {
        NetlinkMessages messages = new NetlinkMessages(buffer);
        long lost = socket.overruns() + socket.truncated();
        while (!done) {
            int bytes = socket.receiveAnswer(what, buffer);
            if (bytes == 0) break;
            messages.over(bytes);
            take(messages);
        }
        malformed += socket.overruns() + socket.truncated() - lost;
        return result();
    }

    /** Takes the messages of a datagram. */
    void take(NetlinkMessages messages) throws SystemCallException {
        while (!done && messages.next()) {
            // another's, or what is left of an answer that nobody waits for any more
            if (messages.sequence() != sequence || messages.port() != port) continue;
            if ((messages.flags() & NLM_F_DUMP_INTR) != 0) interrupted = true;
            switch (messages.type()) {
                case NLMSG_NOOP -> {}
                case NLMSG_OVERRUN -> malformed++;
                case NLMSG_ERROR, NLMSG_DONE -> end(messages);
                default -> {
                    if (handler.take(messages)) entries++;
                    else malformed++;
                }
            }
        }
        if (messages.isDamaged()) malformed++;
    }

    private void end(NetlinkMessages messages) throws SystemCallException {
        int errno = messages.errno();
        if (errno == -1) {
            malformed++;
        } else if (errno != 0) {
            throw new SystemCallException(what, errno, messages.explanation());
        }
        done = true;
    }

    DumpResult result() {
        return new DumpResult(entries, malformed, interrupted, done);
    }
}

package syntop.linux.sys;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The error that a socket was left with by something that happened to it. */
public final class SocketError {
    private static final int SOL_SOCKET = 1;
    private static final int SO_ERROR = 4;

    private SocketError() {}

    /** Takes the error of a socket, see {@link Errno}; it has none afterwards. 0 for none. */
    public static int take(int fd) throws SystemCallException {
        byte[] error = new byte[Integer.BYTES];
        int[] bytes = {error.length};
        SystemCall.check("getsockopt", Libc.getsockopt(fd, SOL_SOCKET, SO_ERROR, error, bytes));
        return ByteBuffer.wrap(error).order(ByteOrder.nativeOrder()).getInt();
    }
}

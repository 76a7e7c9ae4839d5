package syntop.linux.sys;

import java.io.IOException;

/** A system call failed. The message says which one and what the error number means. */
public final class SystemCallException extends IOException {
    private static final long serialVersionUID = 1;

    private final int errno;

    /**
     * Takes the error of a call.
     *
     * @param call what was called, such as {@code socket}
     * @param errno see {@link Errno}
     */
    public SystemCallException(String call, int errno) {
        this(call, errno, null);
    }

    /**
     * Takes an error that the kernel has explained.
     *
     * @param call what was called
     * @param errno see {@link Errno}
     * @param explanation the kernel's words, or null
     */
    public SystemCallException(String call, int errno, String explanation) {
        super(
                call
                        + ": "
                        + Errno.describe(errno)
                        + (explanation == null ? "" : " (" + explanation + ")"));
        this.errno = errno;
    }

    /** The error number, see {@link Errno}. */
    public int errno() {
        return errno;
    }

    /** Whether root, or a capability, would have been allowed to. */
    public boolean isPermission() {
        return errno == Errno.EPERM || errno == Errno.EACCES;
    }
}

package syntop.linux;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;

/** System calls that tests alone need, to enter a namespace and to make a pipe. */
final class NamespaceCalls {
    static {
        Native.register(NamespaceCalls.class, NativeLibrary.getProcess());
    }

    private NamespaceCalls() {}

    static native int open(String path, int flags);

    static native int setns(int fd, int type);

    static native int pipe(int[] descriptors);
}

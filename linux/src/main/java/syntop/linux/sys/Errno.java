package syntop.linux.sys;

/** Error numbers in use ({@code asm-generic/errno.h}), and what they mean to a user. */
public final class Errno {
    /** Operation not permitted. */
    public static final int EPERM = 1;

    /** No such file, entry or part of the kernel. */
    public static final int ENOENT = 2;

    /** Interrupted by a signal. */
    public static final int EINTR = 4;

    /** No such device or address. */
    public static final int ENXIO = 6;

    /** Try again. */
    public static final int EAGAIN = 11;

    /** Out of memory. */
    public static final int ENOMEM = 12;

    /** Permission denied. */
    public static final int EACCES = 13;

    /** Device busy. */
    public static final int EBUSY = 16;

    /** No such device. */
    public static final int ENODEV = 19;

    /** Invalid argument. */
    public static final int EINVAL = 22;

    /** Too many open files in the system. */
    public static final int ENFILE = 23;

    /** Too many open files in the process. */
    public static final int EMFILE = 24;

    /** Function not implemented. */
    public static final int ENOSYS = 38;

    /** Protocol option not available. */
    public static final int ENOPROTOOPT = 92;

    /** Protocol not supported. */
    public static final int EPROTONOSUPPORT = 93;

    /** Operation not supported. */
    public static final int EOPNOTSUPP = 95;

    /** Address family not supported. */
    public static final int EAFNOSUPPORT = 97;

    /** Network is down. */
    public static final int ENETDOWN = 100;

    /** No buffer space. */
    public static final int ENOBUFS = 105;

    /** No answer in time. */
    public static final int ETIMEDOUT = 110;

    private Errno() {}

    /** What an error number means: lower case, no full stop. */
    public static String describe(int errno) {
        return switch (errno) {
            case EPERM, EACCES -> "permission denied";
            case ENOENT -> "there is no such thing";
            case EINTR -> "interrupted";
            case ENXIO, ENODEV -> "no such interface";
            case EAGAIN -> "not now";
            case ENOMEM, ENOBUFS -> "the kernel has not enough memory";
            case EBUSY -> "in use by another";
            case EINVAL -> "the kernel does not accept an argument";
            case ENFILE, EMFILE -> "too many files are open";
            case ENOSYS, ENOPROTOOPT, EPROTONOSUPPORT, EOPNOTSUPP, EAFNOSUPPORT ->
                    "the kernel cannot do this";
            case ENETDOWN -> "the interface is down";
            case ETIMEDOUT -> "no answer";
            default -> "errno=" + errno;
        };
    }
}

package syntop.capture.filter;

import com.sun.jna.Function;
import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import syntop.capture.CaptureException;

/**
 * Compiles expressions with libpcap, for frames that come from files.
 *
 * <p>libpcap compiles differently for a file than for an interface or for {@code pcap_open_dead}:
 * only for a file does it look for every system's AF_INET6 in loopback headers, swap their byte
 * order, and refuse {@code inbound} where a file cannot tell. So it is given a file: one without
 * packets, in memory. It also maps LINKTYPE_ numbers to its DLT_ numbers by itself then.
 *
 * <p>Any thread; calls are serialised over the process, as {@code pcap_compile} of libpcap before
 * 1.8 has global state. The library stays loaded until the process ends.
 */
final class LibpcapCompiler {
    /** Names to try: what JNA finds by itself, then the sonames of others and of Debian. */
    static final List<String> LIBRARY_NAMES = List.of("pcap", "libpcap.so.1", "libpcap.so.0.8");

    /**
     * Snapshot length to compile for, MAXIMUM_SNAPLEN of tcpdump; an accepting program returns it.
     */
    static final int SNAPLEN = 262_144;

    /**
     * Longest expression in characters. libpcap recurses over the blocks of a program, and a stack
     * that overflows in C ends the JVM; the time it takes grows faster than the length.
     */
    static final int MAX_EXPRESSION = 1 << 15;

    private static final long STACK_BYTES = 64L << 20;

    private static final Object LIBPCAP_LOCK = new Object();
    private static final int FILE_HEADER_BYTES = 24;
    private static final int PCAP_ERRBUF_SIZE = 256;
    private static final int OPTIMIZE = 1;

    /** As tcpdump -r has it: with no mask {@code ip broadcast} still finds the all-ones address. */
    private static final int NETMASK = 0;

    private final Function fmemopen;
    private final Function fclose;
    private final Function pcapFopenOffline;
    private final Function pcapCompile;
    private final Function pcapGeterr;
    private final Function pcapFreecode;
    private final Function pcapClose;
    private final Function pcapLibVersion;

    /** Holds the one compiler that is in use, loaded when it is first asked for. */
    private static LibpcapCompiler loaded;

    /**
     * Loads libpcap.
     *
     * @param libraryNames names to try, in order
     * @throws CaptureException if there is none, with what to install
     */
    LibpcapCompiler(List<String> libraryNames) throws CaptureException {
        requireJna();
        NativeLibrary libpcap = find(libraryNames);
        NativeLibrary process = NativeLibrary.getProcess();
        try {
            fmemopen = process.getFunction("fmemopen");
            fclose = process.getFunction("fclose");
            pcapFopenOffline = libpcap.getFunction("pcap_fopen_offline");
            pcapCompile = libpcap.getFunction("pcap_compile");
            pcapGeterr = libpcap.getFunction("pcap_geterr");
            pcapFreecode = libpcap.getFunction("pcap_freecode");
            pcapClose = libpcap.getFunction("pcap_close");
            pcapLibVersion = libpcap.getFunction("pcap_lib_version");
        } catch (UnsatisfiedLinkError e) {
            String library = libpcap.getFile() == null ? "" : libpcap.getFile().getPath();
            throw new CaptureException(
                    "--filter cannot use " + library + ": " + firstLine(e.getMessage()), e);
        }
    }

    /** What libpcap says of itself. */
    String version() {
        return pcapLibVersion.invokePointer(new Object[0]).getString(0, "UTF-8");
    }

    /** The compiler of this process; libpcap is loaded at the first call. */
    static synchronized LibpcapCompiler load() throws CaptureException {
        if (loaded == null) loaded = new LibpcapCompiler(LIBRARY_NAMES);
        return loaded;
    }

    /** JNA brings a library of its own; a missing one must not be taken for a missing libpcap. */
    private static void requireJna() throws CaptureException {
        try {
            Native.getNativeSize(int.class); // runs the static initialiser, which loads it
        } catch (LinkageError e) {
            throw new CaptureException(
                    "--filter cannot load JNA's native library: " + firstLine(e.getMessage()), e);
        }
    }

    private static NativeLibrary find(List<String> names) throws CaptureException {
        UnsatisfiedLinkError last = null;
        for (String name : names) {
            try {
                return NativeLibrary.getInstance(name);
            } catch (UnsatisfiedLinkError e) {
                last = e;
            }
        }
        throw new CaptureException(
                "--filter needs libpcap; install it with: apt-get install libpcap0.8", last);
    }

    /**
     * Compiles an expression for the frames of one link type.
     *
     * @param expression pcap-filter syntax; taken as it is; a host name in it is looked up
     * @param linkType LINKTYPE_ number, 0 or more
     * @param order byte order of the machine that wrote the file; LINKTYPE_NULL needs it
     * @throws ExpressionException if libpcap does not accept it, for this link type at least
     */
    BpfProgram compile(String expression, int linkType, ByteOrder order)
            throws ExpressionException {
        if (expression.indexOf(0) >= 0) {
            throw refusal("there is a NUL character in it", expression); // C would stop there
        }
        if (expression.length() > MAX_EXPRESSION) {
            throw new ExpressionException(
                    "--filter: the expression must have at most "
                            + MAX_EXPRESSION
                            + " characters, got "
                            + expression.length());
        }
        return onLargeStack(() -> compileHere(expression, linkType, order));
    }

    /** Overflowing a stack in C ends the JVM, so the stack is made for the longest expression. */
    private static BpfProgram onLargeStack(Callable<BpfProgram> compiling)
            throws ExpressionException {
        FutureTask<BpfProgram> task = new FutureTask<>(compiling);
        Thread thread = new Thread(null, task, "syntop-filter", STACK_BYTES);
        thread.setDaemon(true); // a host name in the expression may take long to look up
        thread.start();
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return task.get();
                } catch (InterruptedException e) {
                    interrupted = true; // to be seen by whoever waits longer than this takes
                } catch (ExecutionException e) {
                    if (e.getCause() instanceof ExpressionException refusal) throw refusal;
                    throw new IllegalStateException("compiling failed", e.getCause());
                }
            }
        } finally {
            if (interrupted) Thread.currentThread().interrupt();
        }
    }

    private BpfProgram compileHere(String expression, int linkType, ByteOrder order)
            throws ExpressionException {
        synchronized (LIBPCAP_LOCK) {
            try (Memory file = new Memory(FILE_HEADER_BYTES)) {
                file.getByteBuffer(0, FILE_HEADER_BYTES).put(emptyFile(linkType, order));
                Pointer pcap = open(file, expression);
                try {
                    return compile(pcap, expression);
                } finally {
                    pcapClose.invokeVoid(new Object[] {pcap}); // closes the FILE as well
                }
            }
        }
    }

    /** Compiles an expression for the frames of a pcap_t that is open and stays so. */
    BpfProgram compileFor(Pointer pcap, String expression) throws ExpressionException {
        synchronized (LIBPCAP_LOCK) {
            return compile(pcap, expression);
        }
    }

    /** A pcap file without packets (draft-ietf-opsawg-pcap, section 4). */
    private static byte[] emptyFile(int linkType, ByteOrder order) {
        return ByteBuffer.allocate(FILE_HEADER_BYTES)
                .order(order)
                .putInt(0xA1B2C3D4)
                .putShort((short) 2)
                .putShort((short) 4)
                .putInt(16, SNAPLEN)
                .putInt(20, linkType)
                .array();
    }

    private Pointer open(Memory file, String expression) throws ExpressionException {
        Pointer stream = fmemopen.invokePointer(new Object[] {file, file.size(), "r"});
        if (stream == null) throw refusal("no memory to compile it", expression);
        try (Memory error = new Memory(PCAP_ERRBUF_SIZE)) {
            Pointer pcap = pcapFopenOffline.invokePointer(new Object[] {stream, error});
            if (pcap == null) {
                fclose.invokeInt(new Object[] {stream});
                throw refusal(error.getString(0, "UTF-8"), expression);
            }
            return pcap;
        }
    }

    private BpfProgram compile(Pointer pcap, String expression) throws ExpressionException {
        byte[] text = (expression + '\0').getBytes(StandardCharsets.UTF_8);
        // struct bpf_program: u_int bf_len, then a pointer at its own alignment
        try (Memory program = new Memory(2L * Native.POINTER_SIZE)) {
            Object[] arguments = {pcap, program, text, OPTIMIZE, NETMASK};
            if (pcapCompile.invokeInt(arguments) != 0) {
                Pointer message = pcapGeterr.invokePointer(new Object[] {pcap});
                throw refusal(message.getString(0, "UTF-8"), expression);
            }
            try {
                return copy(program);
            } catch (IllegalArgumentException e) {
                throw refusal("libpcap made an unusable program, " + e.getMessage(), expression);
            } finally {
                pcapFreecode.invokeVoid(new Object[] {program});
            }
        }
    }

    private static BpfProgram copy(Memory program) {
        long length = Integer.toUnsignedLong(program.getInt(0));
        if (length == 0 || length > BpfProgram.MAX_LENGTH) {
            throw new IllegalArgumentException("instructions=" + length);
        }
        Pointer instructions = program.getPointer(Native.POINTER_SIZE);
        long bytes = length * BpfProgram.INSTRUCTION_BYTES;
        return BpfProgram.read(instructions.getByteBuffer(0, bytes).order(ByteOrder.nativeOrder()));
    }

    private static ExpressionException refusal(String reason, String expression) {
        return new ExpressionException(
                "--filter: " + firstLine(reason) + ", expression \"" + expression + '"');
    }

    private static String firstLine(String text) {
        return text.lines().findFirst().orElse("");
    }
}

package syntop.capture.filter;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import syntop.capture.CaptureException;
import syntop.capture.decode.FrameFilter;

/**
 * Accepts the frames that match a pcap-filter expression, the same ones as {@code tcpdump -r FILE
 * EXPRESSION}, for captures of any number of link types.
 *
 * <p>The expression is taken as it is: {@code tcp} does not look behind a VLAN tag here either,
 * {@code tcp[13]} never matches IPv6. It is compiled for a link type when its first frame comes. If
 * libpcap cannot do that, every frame of the link type is rejected and {@link #takeRefusals} tells
 * why.
 *
 * <p>One filter belongs to one thread; {@link #takeRefusals} alone may be called by others. Memory:
 * at most {@value #MAX_LINK_TYPES} programs, a few KiB each for common expressions.
 */
public final class ExpressionFilter implements FrameFilter {
    /**
     * Link types to compile for, several times what any capture holds. A forged file could
     * otherwise make a class for each of its 65,536; frames of further ones are rejected, and that
     * is told.
     */
    static final int MAX_LINK_TYPES = 64;

    private static final int LINKTYPE_NULL = 0;

    /** Stands for LINKTYPE_NULL with a big-endian family; no LINKTYPE_ number is negative. */
    private static final int NULL_BIG_ENDIAN = -1;

    private static final int NOTHING_YET = -2;

    /**
     * Link types that between them know every primitive: Ethernet, then, for {@code wlan type},
     * {@code inbound}, {@code ifindex}, {@code reason}, {@code vpi} and {@code lssu}, radiotap,
     * SLL, SLL2, PFLOG, SunATM and MTP2.
     */
    private static final int[] CHECKED_LINK_TYPES = {1, 127, 113, 276, 117, 123, 140};

    private static final String CONTRADICTION = "--filter: expression rejects all packets";

    private final String expression;
    private final int[] keys = new int[MAX_LINK_TYPES];
    private final PacketProgram[] programs = new PacketProgram[MAX_LINK_TYPES];
    private final PacketProgram rejectAll = rejectAll();
    private final List<String> refusals = new ArrayList<>(); // guarded by itself
    private int known; // link types in keys and programs
    private boolean full; // and that has been told
    private int lastKey = NOTHING_YET;
    private PacketProgram last = rejectAll;

    /**
     * Makes a filter for an expression that {@link #check} has accepted.
     *
     * @param expression pcap-filter syntax; an empty one accepts every frame
     */
    public ExpressionFilter(String expression) {
        this.expression = expression;
    }

    /**
     * Checks an expression before anything is read. It passes if it compiles for Ethernet, or for
     * one of the link types that have primitives of their own.
     *
     * @throws ExpressionException if it does not compile, with libpcap's reason: wrong usage
     * @throws CaptureException if libpcap cannot be loaded, with what to install
     */
    public static void check(String expression) throws ExpressionException, CaptureException {
        LibpcapCompiler compiler = LibpcapCompiler.load();
        ExpressionException first = null;
        for (int linkType : CHECKED_LINK_TYPES) {
            try {
                compiler.compile(expression, linkType, ByteOrder.nativeOrder());
                return;
            } catch (ExpressionException e) {
                if (first == null) first = e;
                // for some link types libpcap does not see this contradiction, so do not ask them
                if (first.getMessage().startsWith(CONTRADICTION)) break;
            }
        }
        throw first;
    }

    @Override
    public boolean accepts(ByteBuffer buf, int off, int capLen, int wireLen, int linkType) {
        int key = linkType == LINKTYPE_NULL ? nullKey(buf, off, capLen) : linkType;
        if (key != lastKey) select(key);
        return last.run(buf, off, capLen, wireLen) != 0;
    }

    /**
     * The address family of LINKTYPE_NULL has the byte order of the machine that captured, which
     * the frame itself shows: families are small numbers. Hot path.
     */
    private static int nullKey(ByteBuffer buf, int off, int capLen) {
        return capLen >= 4 && buf.getShort(off) == 0 ? NULL_BIG_ENDIAN : LINKTYPE_NULL;
    }

    /** Sets the program for a link type; where it is not the last one, link types alternate. */
    private void select(int key) {
        last = find(key);
        lastKey = key;
    }

    private PacketProgram find(int key) {
        for (int i = 0; i < known; i++) {
            if (keys[i] == key) return programs[i];
        }
        if (known == MAX_LINK_TYPES) {
            if (!full)
                refuse(
                        "--filter: the capture has more than "
                                + MAX_LINK_TYPES
                                + " link types; the others");
            full = true;
            return rejectAll;
        }
        PacketProgram program = compile(key);
        keys[known] = key;
        programs[known] = program;
        known++;
        return program;
    }

    private PacketProgram compile(int key) {
        int linkType = key == NULL_BIG_ENDIAN ? LINKTYPE_NULL : key;
        ByteOrder order = key == NULL_BIG_ENDIAN ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        try {
            return BpfCompiler.compile(LibpcapCompiler.load().compile(expression, linkType, order));
        } catch (ExpressionException | CaptureException e) {
            refuse(e.getMessage() + "; frames of link type " + linkType);
            return rejectAll;
        }
    }

    private void refuse(String what) {
        synchronized (refusals) {
            refusals.add(what + " are left out");
        }
    }

    /**
     * The link types that the expression could not be compiled for since the last call: one line
     * for the user each. Any thread.
     */
    public List<String> takeRefusals() {
        synchronized (refusals) {
            List<String> taken = List.copyOf(refusals);
            refusals.clear();
            return taken;
        }
    }

    private static PacketProgram rejectAll() {
        int[] zero = {0};
        return new BpfInterpreter(
                new BpfProgram(new int[] {Opcode.RET | Opcode.K}, zero, zero, zero));
    }
}

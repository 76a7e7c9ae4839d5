package syntop.capture.filter;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import syntop.capture.CaptureException;
import syntop.capture.decode.FrameFilter;
import syntop.capture.decode.LinkType;

/**
 * Accepts the frames that match a pcap-filter expression, the same ones as {@code tcpdump -r FILE
 * EXPRESSION}, for captures of any number of link types.
 *
 * <p>The expression is taken as it is: {@code tcp} does not look behind a VLAN tag here either,
 * {@code tcp[13]} never matches IPv6. It is compiled for a link type when its first frame comes. If
 * libpcap cannot do that, every frame of the link type is rejected and {@link #refusals} tells why.
 *
 * <p>One filter belongs to one thread at a time. Memory: at most {@value #MAX_LINK_TYPES} programs,
 * a few KiB each for common expressions.
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
    private final List<Refusal> refusals = new ArrayList<>();
    private int known; // link types in keys and programs
    private PacketProgram overflow; // of further link types; null: there are none
    private int lastKey = NOTHING_YET;
    private PacketProgram last;

    /**
     * Makes a filter, unchecked: where the expression does not compile for a link type, its frames
     * are rejected.
     *
     * @param expression pcap-filter syntax; an empty one accepts every frame
     */
    ExpressionFilter(String expression) {
        this.expression = expression;
    }

    /**
     * Makes a filter, and checks the expression before anything is read. It passes if it compiles
     * for Ethernet, or for one of the link types that have primitives of their own.
     *
     * @param expression pcap-filter syntax, at most 32,768 characters; an empty one accepts every
     *     frame
     * @throws ExpressionException if it does not compile, with libpcap's reason: wrong usage
     * @throws CaptureException if libpcap cannot be loaded, with what to install
     */
    public static ExpressionFilter of(String expression)
            throws ExpressionException, CaptureException {
        ExpressionFilter filter = new ExpressionFilter(expression);
        ExpressionException first = null;
        for (int linkType : CHECKED_LINK_TYPES) {
            try {
                filter.keep(linkType, filter.program(linkType));
                return filter;
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
            if (overflow == null) {
                String rule =
                        "--filter: the capture has more than " + MAX_LINK_TYPES + " link types";
                overflow = refuse(rule, "the others");
            }
            return overflow;
        }
        PacketProgram program;
        try {
            program = program(key);
        } catch (ExpressionException | CaptureException e) {
            program = refuse(e.getMessage(), "link type " + LinkType.name(linkType(key)));
        }
        keep(key, program);
        return program;
    }

    private void keep(int key, PacketProgram program) {
        keys[known] = key;
        programs[known] = program;
        known++;
    }

    private PacketProgram program(int key) throws ExpressionException, CaptureException {
        ByteOrder order = key == NULL_BIG_ENDIAN ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        return BpfCompiler.compile(
                LibpcapCompiler.load().compile(expression, linkType(key), order));
    }

    private static int linkType(int key) {
        return key == NULL_BIG_ENDIAN ? LINKTYPE_NULL : key;
    }

    private Refusal refuse(String why, String of) {
        Refusal refusal = new Refusal(why, of);
        refusals.add(refusal);
        return refusal;
    }

    /**
     * The link types that the expression could not be compiled for, with how many frames were
     * rejected for it: one line for the user each. Once all frames were handed over.
     */
    public List<String> refusals() {
        return refusals.stream().map(Refusal::toString).toList();
    }

    /** Rejects and counts the frames that no program can decide. */
    private static final class Refusal implements PacketProgram {
        private final String why;
        private final String of;
        private long frames;

        Refusal(String why, String of) {
            this.why = why;
            this.of = of;
        }

        @Override
        public int run(ByteBuffer buf, int off, int capLen, int wireLen) {
            frames++;
            return 0;
        }

        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "%s; left out %s %,d %s of %s",
                    why,
                    frames == 1 ? "is" : "are",
                    frames,
                    frames == 1 ? "frame" : "frames",
                    of);
        }
    }
}

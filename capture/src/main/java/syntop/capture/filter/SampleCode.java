package syntop.capture.filter;

import static syntop.capture.filter.Opcode.*;

import syntop.capture.batch.HandshakeSample;
import syntop.capture.batch.SegmentBatch;

/**
 * Writes {@link HandshakeSample#leastNumber} as instructions: accepts a segment that is no SYN if
 * its connection may be in the sample. Stands once in a program, at {@link #BEGIN}.
 */
final class SampleCode {
    /** Where to go with the sum of the addresses in {@link #ADDRESSES} and X at the TCP header. */
    static final String BEGIN = "sample";

    /** The memory for the sum of the addresses; later of the whole, but for the numbers. */
    static final int ADDRESSES = 0;

    private static final int TCP = 1; // where the header is
    private static final int NUMBER = 2; // sequence or acknowledgement number, less 1
    private static final int SUM = 3;

    // RFC 9293, 3.1
    private static final int DESTINATION = 2;
    private static final int SEQUENCE = 4;
    private static final int ACKNOWLEDGEMENT = 8;
    private static final int FLAGS = 13;

    private final BpfAssembler out;
    private final HandshakeSample sample;
    private final int bound;
    private final String accept;
    private final String reject;

    /**
     * Prepares.
     *
     * @param level 1 to {@link HandshakeSample#MAX_LEVEL}
     * @param accept label to go to with a segment that passes
     * @param reject label for any other
     */
    SampleCode(BpfAssembler out, HandshakeSample sample, int level, String accept, String reject) {
        if (level < 1 || level > HandshakeSample.MAX_LEVEL) {
            throw new IllegalArgumentException("level must be 1 to 15, got " + level);
        }
        this.out = out;
        this.sample = sample;
        this.accept = accept;
        this.reject = reject;
        bound = (int) HandshakeSample.bound(level);
    }

    /** Writes all of it. */
    void write() {
        out.label(BEGIN).add(STX, TCP);
        out.add(LD | H | IND, 0).add(ST, SUM).add(LD | H | IND, DESTINATION);
        out.add(LDX | MEM, SUM).add(ALU | ADD | X, 0).add(ALU | MUL | K, sample.portKey());
        out.add(ST, SUM).add(LD | MEM, ADDRESSES).add(ALU | MUL | K, sample.addressKey());
        out.add(LDX | MEM, SUM).add(ALU | ADD | X, 0).add(ALU | ADD | K, sample.term());
        out.add(ST, ADDRESSES);
        flags().when(JSET, SegmentBatch.SYN, "answer").unless(JSET, SegmentBatch.RST, "client");
        out.unless(JSET, SegmentBatch.ACK, "client");
        out.label("answer").add(LDX | MEM, TCP).add(LD | W | IND, ACKNOWLEDGEMENT);
        number("no answer");
        out.label("no answer");
        flags().when(JSET, SegmentBatch.SYN, reject);
        out.label("client").add(LDX | MEM, TCP).add(LD | W | IND, SEQUENCE);
        number(reject);
    }

    private BpfAssembler flags() {
        return out.add(LDX | MEM, TCP).add(LD | B | IND, FLAGS);
    }

    /** Accepts if the number in A is that of a connection in the sample, or a little behind. */
    private void number(String otherwise) {
        out.add(ALU | SUB | K, 1).add(ST, NUMBER);
        out.add(ALU | RSH | K, HandshakeSample.LOW_BITS).add(ALU | MUL | K, sample.isnKey());
        out.add(LDX | MEM, ADDRESSES).add(ALU | ADD | X, 0).add(ST, SUM);
        mix().unless(JGE, bound, accept);
        out.add(LD | MEM, NUMBER).add(ALU | AND | K, (1 << HandshakeSample.LOW_BITS) - 1);
        out.when(JGE, HandshakeSample.REACH, otherwise);
        out.add(LD | MEM, SUM).add(ALU | SUB | K, sample.isnKey());
        mix().choose(JGE, bound, otherwise, accept);
    }

    private BpfAssembler mix() {
        out.add(MISC | TAX, 0).add(ALU | RSH | K, HandshakeSample.MIX_SHIFT);
        return out.add(ALU | XOR | X, 0).add(ALU | MUL | K, sample.mixKey());
    }
}

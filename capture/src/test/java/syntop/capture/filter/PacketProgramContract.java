package syntop.capture.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static syntop.capture.filter.BpfProgramTest.program;
import static syntop.capture.filter.Opcode.*;

import java.nio.ByteBuffer;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What each instruction does, for every way to run a program. */
abstract class PacketProgramContract {
    private static final byte[] FRAME = {0x45, (byte) 0xFE, (byte) 0xDC, (byte) 0xBA, 0x10, 0x32};
    private static final int WIRE_LEN = 1500;
    private static final int[] RETURN_A = {RET | A, 0, 0, 0};

    /** The implementation under test. */
    abstract PacketProgram runnable(BpfProgram program);

    @ParameterizedTest
    @CsvSource({
        "0x20, 0, 0x45FEDCBA", // ld [k]
        "0x20, 2, 0xDCBA1032",
        "0x20, 3, 0",
        "0x28, 4, 0x1032", // ldh [k]
        "0x28, 2, 0xDCBA",
        "0x28, 5, 0",
        "0x30, 1, 0xFE", // ldb [k]
        "0x30, 5, 0x32",
        "0x30, 6, 0",
        "0x00, 0xFFFFFFFF, 0xFFFFFFFF", // ld #k
        "0x80, 0, 1500" // ld len
    })
    void loadsA(int code, long k, long expected) {
        assertReturns(expected, new int[] {code, 0, 0, (int) k}, RETURN_A);
    }

    @ParameterizedTest
    @ValueSource(ints = {LD | W | ABS, LD | H | ABS, LD | B | ABS, LDX | B | MSH})
    void rejectsLoadFarOutside(int code) {
        for (int k : new int[] {Integer.MAX_VALUE, Integer.MIN_VALUE, -1, -2, -4, -4096}) {
            int[] load = {code, 0, 0, k};
            assertReturns(0, load, new int[] {RET | K, 0, 0, 1});
        }
    }

    @ParameterizedTest
    @CsvSource({
        "0x40, 1, 1, 0xDCBA1032", // ld [x + k]
        "0x40, 2, 1, 0",
        "0x40, 1, 2, 0",
        "0x48, 3, 1, 0x1032", // ldh [x + k]
        "0x48, 4, 1, 0",
        "0x50, 5, 0, 0x32", // ldb [x + k]
        "0x50, 0, 5, 0x32",
        "0x50, 6, 0, 0",
        "0x50, 0xFFFFFFFF, 1, 0", // does not wrap around to the first byte
        "0x50, 1, 0xFFFFFFFF, 0",
        "0x40, 0x80000000, 0x80000000, 0",
        "0x48, 0x7FFFFFFF, 0x7FFFFFFF, 0"
    })
    void loadsIndirectly(int code, long x, long k, long expected) {
        assertReturns(
                expected,
                new int[] {LDX | IMM, 0, 0, (int) x},
                new int[] {code, 0, 0, (int) k},
                RETURN_A);
    }

    @ParameterizedTest
    @CsvSource({
        "0xB1, 0, 20", // ldxb 4*([k]&0xf)
        "0xB1, 1, 56",
        "0x01, 0xFFFFFFFF, 0xFFFFFFFF", // ldx #k
        "0x81, 0, 1500" // ldx len
    })
    void loadsX(int code, long k, long expected) {
        assertReturns(
                expected,
                new int[] {code, 0, 0, (int) k},
                new int[] {MISC | TXA, 0, 0, 0},
                RETURN_A);
    }

    @ParameterizedTest
    @CsvSource({
        "0x00, 0xFFFFFFFF, 2, 1", // add
        "0x10, 1, 2, 0xFFFFFFFF", // sub
        "0x20, 0x80000001, 2, 2", // mul
        "0x30, 0xFFFFFFFE, 2, 0x7FFFFFFF", // div
        "0x30, 5, 0xFFFFFFFF, 0",
        "0x40, 0xF0, 0x0F, 0xFF", // or
        "0x50, 0xF8, 0x1F, 0x18", // and
        "0x60, 3, 31, 0x80000000", // lsh
        "0x70, 0x80000000, 31, 1", // rsh
        "0x90, 0xFFFFFFFF, 10, 5", // mod
        "0xA0, 0xFF, 0x0F, 0xF0" // xor
    })
    void calculatesWithConstantAndWithX(int operation, long a, long operand, long expected) {
        int[] loadA = {LD | IMM, 0, 0, (int) a};
        int[] loadX = {LDX | IMM, 0, 0, (int) operand};
        assertReturns(
                expected, loadA, new int[] {ALU | operation | K, 0, 0, (int) operand}, RETURN_A);
        assertReturns(expected, loadA, loadX, new int[] {ALU | operation | X, 0, 0, 0}, RETURN_A);
    }

    @ParameterizedTest
    @CsvSource({"0x60, 32", "0x60, 64", "0x60, 0xFFFFFFFF", "0x70, 32", "0x70, 0x80000000"})
    void shiftsEverythingOutFrom32(int operation, long x) {
        assertReturns(
                0,
                new int[] {LD | IMM, 0, 0, -1},
                new int[] {LDX | IMM, 0, 0, (int) x},
                new int[] {ALU | operation | X, 0, 0, 0},
                RETURN_A);
    }

    @ParameterizedTest
    @ValueSource(ints = {DIV, MOD})
    void rejectsDivisionByXOfZero(int operation) {
        int[] accept = {RET | K, 0, 0, 1};
        assertReturns(0, new int[] {ALU | operation | X, 0, 0, 0}, accept);
    }

    @Test
    void negates() {
        int[] load = {LD | IMM, 0, 0, 1};
        assertReturns(0xFFFF_FFFFL, load, new int[] {ALU | NEG, 0, 0, 0}, RETURN_A);
    }

    @ParameterizedTest
    @CsvSource({
        "0x10, 7, 7, true", // jeq
        "0x10, 7, 6, false",
        "0x20, 0xFFFFFFFF, 1, true", // jgt
        "0x20, 1, 0xFFFFFFFF, false",
        "0x20, 7, 7, false",
        "0x30, 7, 7, true", // jge
        "0x30, 0x7FFFFFFF, 0x80000000, false",
        "0x40, 6, 2, true", // jset
        "0x40, 6, 9, false",
        "0x40, 0x80000000, 0x80000000, true"
    })
    void comparesWithConstantAndWithX(int condition, long a, long operand, boolean holds) {
        int[] loadA = {LD | IMM, 0, 0, (int) a};
        int[] loadX = {LDX | IMM, 0, 0, (int) operand};
        int[] yes = {RET | K, 0, 0, 1};
        int[] no = {RET | K, 0, 0, 2};
        int expected = holds ? 1 : 2;
        int[] constant = {JMP | condition | K, 1, 0, (int) operand};
        assertReturns(expected, loadA, constant, no, yes);
        int[] register = {JMP | condition | X, 0, 1, 0};
        assertReturns(expected, loadA, loadX, register, yes, no);
    }

    @Test
    void jumpsFurtherThanConditionsCan() {
        int[][] rows = new int[1002][];
        java.util.Arrays.fill(rows, new int[] {RET | K, 0, 0, 9});
        rows[0] = new int[] {JMP | JA, 0, 0, 1000};
        rows[1001] = new int[] {RET | K, 0, 0, 1};
        assertReturns(1, rows);
    }

    @Test
    void keepsBothRegistersInMemory() {
        assertReturns(
                3,
                new int[] {LD | IMM, 0, 0, 1},
                new int[] {LDX | IMM, 0, 0, 2},
                new int[] {ST, 0, 0, 15},
                new int[] {STX, 0, 0, 0},
                new int[] {LD | MEM, 0, 0, 0},
                new int[] {LDX | MEM, 0, 0, 15},
                new int[] {ALU | ADD | X, 0, 0, 0},
                RETURN_A);
    }

    @Test
    void startsEachFrameWithZeroes() {
        PacketProgram program =
                runnable(
                        program(
                                new int[] {LDX | MEM, 0, 0, 3},
                                new int[] {ALU | ADD | X, 0, 0, 0},
                                new int[] {ALU | ADD | K, 0, 0, 1},
                                new int[] {ST, 0, 0, 3},
                                RETURN_A));
        ByteBuffer frame = ByteBuffer.wrap(FRAME);
        assertEquals(1, program.run(frame, 0, FRAME.length, WIRE_LEN));
        assertEquals(1, program.run(frame, 0, FRAME.length, WIRE_LEN));
    }

    @Test
    void rejectsFrameThatKeepsItInACircle() {
        int[] accept = {RET | K, 0, 0, 1};
        int[] back = {JMP | JA, 0, 0, -2};
        int[] forEver = {JMP | JEQ | K, 1, 0, 1};
        assertReturns(0, forEver, back, accept);
    }

    @Test
    void followsALoopThatEnds() {
        // x counts to 64, one backward jump each time
        assertReturns(
                64,
                new int[] {MISC | TXA, 0, 0, 0},
                new int[] {JMP | JEQ | K, 3, 0, BpfInterpreter.MAX_BACKWARD_JUMPS},
                new int[] {ALU | ADD | K, 0, 0, 1},
                new int[] {MISC | TAX, 0, 0, 0},
                new int[] {JMP | JA, 0, 0, -5},
                RETURN_A);
    }

    @Test
    void readsNothingOutsideTheFrame() {
        long seed = 20_261;
        SplittableRandom random = new SplittableRandom(seed);
        for (int step = 0; step < 3_000; step++) {
            BpfProgram program = RandomPrograms.next(random, 40);
            byte[] bytes = new byte[random.nextInt(40)];
            random.nextBytes(bytes);
            PacketProgram runnable = runnable(program);
            // the buffer of exact size would throw, the poisoned ones would give another result
            int expected = runnable.run(ByteBuffer.wrap(bytes), 0, bytes.length, 60);
            for (byte poison : new byte[] {0, -1, 0x5A}) {
                ByteBuffer around = ByteBuffer.allocateDirect(256);
                while (around.hasRemaining()) around.put(poison);
                around.put(100, bytes);
                int actual = runnable.run(around, 100, bytes.length, 60);
                assertEquals(expected, actual, "seed=" + seed + " step=" + step);
            }
        }
    }

    private void assertReturns(long expected, int[]... rows) {
        ByteBuffer buf = ByteBuffer.allocate(64).put(17, FRAME);
        int actual = runnable(program(rows)).run(buf, 17, FRAME.length, WIRE_LEN);
        assertEquals(expected, Integer.toUnsignedLong(actual));
    }
}

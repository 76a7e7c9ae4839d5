package syntop.capture.filter;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static syntop.capture.filter.Opcode.*;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BpfProgramTest {
    private static final int[] RETURN = {RET | K, 0, 0, 0};

    @Test
    void knowsExactlyTheInstructionsOfTheKernel() {
        // the table of chk_code_allowed in net/core/filter.c, as numbers
        int[] expected = {
            0x00, 0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x07, 0x0C, 0x14, 0x15, 0x16, 0x1C, 0x1D,
            0x20, 0x24, 0x25, 0x28, 0x2C, 0x2D, 0x30, 0x34, 0x35, 0x3C, 0x3D, 0x40, 0x44, 0x45,
            0x48, 0x4C, 0x4D, 0x50, 0x54, 0x5C, 0x60, 0x61, 0x64, 0x6C, 0x74, 0x7C, 0x80, 0x81,
            0x84, 0x87, 0x94, 0x9C, 0xA4, 0xAC, 0xB1
        };
        assertArrayEquals(expected, RandomPrograms.ALL_CODES);
    }

    @ParameterizedTest
    @ValueSource(ints = {0x08, 0x0E, 0x18, 0x38, 0x71, 0x85, 0xB4, 0xBC, 0xA1, 0x8C, 0x106, 0xFFFF})
    void rejectsCodeWithoutMeaning(int code) {
        assertFault("has no meaning", new int[] {code, 0, 0, 1}, RETURN);
    }

    @Test
    void rejectsEmptyProgram() {
        assertFault("must have 1 to 1048576 instructions, got 0");
    }

    @Test
    void rejectsProgramThatIsTooLong() {
        int[] codes = new int[BpfProgram.MAX_LENGTH + 1];
        Exception e =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> new BpfProgram(codes, codes, codes, codes));
        assertTrue(e.getMessage().endsWith("got 1048577"), e.getMessage());
    }

    @Test
    void rejectsColumnsOfUnequalLength() {
        int[] one = {RET | K};
        assertThrows(
                IllegalArgumentException.class, () -> new BpfProgram(one, one, one, new int[2]));
    }

    @ParameterizedTest
    @ValueSource(ints = {LD | IMM, MISC | TAX, ST, JMP | JA, JMP | JEQ | K})
    void rejectsProgramThatDoesNotEndInReturn(int code) {
        String fault = (code & CLASS_MASK) == JMP ? "jumps out of the program" : "does not return";
        assertFault(fault, RETURN, new int[] {code, 0, 0, 0});
    }

    @ParameterizedTest
    @CsvSource({"1, 0", "0, 1", "255, 0", "0, 255"})
    void rejectsConditionThatJumpsOut(int jt, int jf) {
        assertFault("jumps out of the program", new int[] {JMP | JGT | X, jt, jf, 0}, RETURN);
    }

    @ParameterizedTest
    @CsvSource({"256, 0", "0, 256", "-1, 0", "0, -1"})
    void rejectsConditionThatIsNotOneByte(int jt, int jf) {
        assertFault("skips more than 255", new int[] {JMP | JEQ | K, jt, jf, 0}, RETURN, RETURN);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 0x7FFF_FFFF, 0x8000_0000, -3})
    void rejectsJumpOutOfTheProgram(int k) {
        assertFault("jumps out of the program", RETURN, new int[] {JMP | JA, 0, 0, k}, RETURN);
    }

    @Test
    void rejectsJumpToItself() {
        assertFault("jumps to itself", RETURN, new int[] {JMP | JA, 0, 0, -1}, RETURN);
    }

    @Test
    void knowsThatBackwardJumpLoops() {
        assertTrue(program(RETURN, new int[] {JMP | JA, 0, 0, -2}, RETURN).loops());
        assertFalse(program(RETURN, new int[] {JMP | JA, 0, 0, 0}, RETURN).loops());
    }

    @ParameterizedTest
    @ValueSource(ints = {LD | MEM, LDX | MEM, ST, STX})
    void rejectsMemorySlotThatDoesNotExist(int code) {
        assertFault("memory slot", new int[] {code, 0, 0, 16}, RETURN);
        assertFault("memory slot", new int[] {code, 0, 0, -1}, RETURN);
        assertEquals(16, program(new int[] {code, 0, 0, 15}, RETURN).memorySlots());
    }

    @ParameterizedTest
    @ValueSource(ints = {DIV, MOD})
    void rejectsDivisionByConstantZero(int operation) {
        assertFault("divides by zero", new int[] {ALU | operation | K, 0, 0, 0}, RETURN);
        assertEquals(2, program(new int[] {ALU | operation | X, 0, 0, 0}, RETURN).length());
    }

    @ParameterizedTest
    @ValueSource(ints = {LSH, RSH})
    void rejectsShiftByMoreThan31(int operation) {
        assertFault("shifts by more than 31", new int[] {ALU | operation | K, 0, 0, 32}, RETURN);
        assertFault("shifts by more than 31", new int[] {ALU | operation | K, 0, 0, -1}, RETURN);
        assertEquals(2, program(new int[] {ALU | operation | K, 0, 0, 31}, RETURN).length());
    }

    @ParameterizedTest
    @ValueSource(strings = {"LITTLE_ENDIAN", "BIG_ENDIAN"})
    void readsStructsInTheOrderOfTheBuffer(String order) {
        ByteBuffer structs = ByteBuffer.allocate(16);
        structs.order(order.equals("BIG_ENDIAN") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
        structs.putShort((short) (JMP | JGE | K)).put((byte) 0).put((byte) 0).putInt(-2);
        structs.putShort((short) (RET | A)).put((byte) 200).put((byte) 255).putInt(7);
        BpfProgram program = BpfProgram.read(structs.flip());
        assertEquals(2, program.length());
        assertEquals(JMP | JGE | K, program.code(0));
        assertEquals(-2, program.k(0));
        assertEquals(200, program.jt(1));
        assertEquals(255, program.jf(1));
    }

    @Test
    void doesNotSeeLaterChangesOfTheArrays() {
        int[] codes = {RET | K};
        BpfProgram program = new BpfProgram(codes, new int[1], new int[1], new int[1]);
        codes[0] = 0xFFFF;
        assertEquals(RET | K, program.code(0));
    }

    /** A program of rows of code, jt, jf and k. */
    static BpfProgram program(int[]... rows) {
        return new BpfProgram(column(rows, 0), column(rows, 1), column(rows, 2), column(rows, 3));
    }

    private static int[] column(int[][] rows, int column) {
        return IntStream.range(0, rows.length).map(i -> rows[i][column]).toArray();
    }

    private static void assertFault(String fault, int[]... rows) {
        Exception e = assertThrows(IllegalArgumentException.class, () -> program(rows));
        assertTrue(e.getMessage().contains(fault), e.getMessage());
    }
}

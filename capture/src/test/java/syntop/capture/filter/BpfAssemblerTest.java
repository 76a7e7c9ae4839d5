package syntop.capture.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BpfAssemblerTest {
    /** Around the 255 instructions that a conditional jump reaches. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 252, 253, 254, 255, 256, 257, 1000})
    void jumpsReachTheirLabelsHoweverFar(int between) {
        BpfAssembler out = new BpfAssembler().add(Opcode.LD | Opcode.B | Opcode.ABS, 0);
        out.when(Opcode.JEQ, 1, "one").choose(Opcode.JEQ, 2, "two", "other");
        for (int i = 0; i < between; i++) {
            out.add(Opcode.LD | Opcode.IMM, 99);
        }
        out.label("one").add(Opcode.RET | Opcode.K, 11);
        out.label("two").add(Opcode.RET | Opcode.K, 22);
        out.label("other").add(Opcode.RET | Opcode.K, 33);
        BpfInterpreter program = new BpfInterpreter(out.assemble());
        for (int first = 1; first <= 3; first++) {
            ByteBuffer frame = ByteBuffer.wrap(new byte[] {(byte) first});
            assertEquals(11 * first, program.run(frame, 0, 1, 1), "between=" + between);
        }
    }

    @Test
    void refusesLabelsThatAreMissingOrTwice() {
        BpfAssembler missing = new BpfAssembler().when(Opcode.JEQ, 0, "nowhere");
        assertThrows(IllegalArgumentException.class, missing::assemble);
        BpfAssembler twice = new BpfAssembler().label("here");
        assertThrows(IllegalArgumentException.class, () -> twice.label("here"));
    }
}

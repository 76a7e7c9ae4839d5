package syntop.capture.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static syntop.capture.filter.BpfProgramTest.program;
import static syntop.capture.filter.Opcode.*;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BpfCompilerTest extends PacketProgramContract {
    @Override
    PacketProgram runnable(BpfProgram program) {
        return BpfCompiler.compile(program);
    }

    @Test
    void makesAClassOfItsOwn() {
        PacketProgram compiled = BpfCompiler.compile(hosts(100));
        assertTrue(compiled.getClass().isHidden());
        assertFalse(compiled.getClass() == BpfCompiler.compile(hosts(100)).getClass());
    }

    @Test
    void leavesLoopsToTheInterpreter() {
        BpfProgram loop =
                program(
                        new int[] {JMP | JEQ | K, 1, 0, 1},
                        new int[] {JMP | JA, 0, 0, -2},
                        new int[] {RET | A, 0, 0, 0});
        assertInstanceOf(BpfInterpreter.class, BpfCompiler.compile(loop));
    }

    /**
     * From 557 hosts on HotSpot would not compile the method, from about 4,500 on no class holds
     * it.
     */
    @ParameterizedTest
    @ValueSource(ints = {1_000, 3_900, 6_000, 100_000})
    void leavesWhatIsTooLargeToTheInterpreter(int hosts) {
        PacketProgram runnable = BpfCompiler.compile(hosts(hosts));
        assertInstanceOf(BpfInterpreter.class, runnable);
        assertEquals(0, runnable.run(source(hosts + 1), 0, 54, 54));
        assertEquals(hosts, runnable.run(source(hosts), 0, 54, 54));
        assertEquals(1, runnable.run(source(1), 0, 54, 54));
    }

    @Test
    void compilesWhatIsJustSmallEnough() {
        int hosts = 1;
        while (BpfCompiler.compile(hosts(hosts)).getClass().isHidden()) hosts++;
        assertTrue(hosts > 300, "hosts=" + hosts);
        PacketProgram largest = BpfCompiler.compile(hosts(hosts - 1));
        assertEquals(hosts - 1, largest.run(source(hosts - 1), 0, 54, 54));
        assertEquals(0, largest.run(source(hosts), 0, 54, 54));
    }

    /**
     * A filter for IPv4 sources 10.0.0.1 and on, as pcap_compile makes it; returns the last byte.
     */
    private static BpfProgram hosts(int hosts) {
        int[][] rows = new int[2 * hosts + 2][];
        rows[0] = new int[] {LD | W | ABS, 0, 0, 26};
        for (int host = 1; host <= hosts; host++) {
            rows[2 * host - 1] = new int[] {JMP | JEQ | K, 0, 1, 10 << 24 | host};
            rows[2 * host] = new int[] {RET | K, 0, 0, host};
        }
        rows[2 * hosts + 1] = new int[] {RET | K, 0, 0, 0};
        return program(rows);
    }

    private static ByteBuffer source(int host) {
        return ByteBuffer.wrap(TestFrames.ipv4Tcp(host, 80, 2));
    }
}

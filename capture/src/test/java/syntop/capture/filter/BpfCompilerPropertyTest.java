package syntop.capture.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Three ways to run a program: compiled, interpreted here, interpreted by libpcap. */
class BpfCompilerPropertyTest {
    private static final int PROGRAMS = 2_000;
    private static final int FRAMES = 20;
    private static final int FRAME_LEN = 64;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 987_654_321})
    void compiledEqualsInterpretedEqualsLibpcap(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Set<Integer> codes = new HashSet<>();
        int accepted = 0;
        for (int step = 0; step < PROGRAMS; step++) {
            BpfProgram program = RandomPrograms.next(random, FRAME_LEN);
            for (int pc = 0; pc < program.length(); pc++) codes.add(program.code(pc));
            accepted += compare(program, random, "seed=" + seed + " step=" + step);
        }
        assertEquals(RandomPrograms.ALL_CODES.length, codes.size());
        assertTrue(accepted > PROGRAMS * FRAMES / 10, "too few accepted, got " + accepted);
    }

    private static int compare(BpfProgram program, SplittableRandom random, String where) {
        PacketProgram interpreted = new BpfInterpreter(program);
        PacketProgram compiled = BpfCompiler.compile(program);
        assertTrue(compiled.getClass().isHidden(), where);
        int accepted = 0;
        try (LibpcapInterpreter libpcap = new LibpcapInterpreter(program)) {
            for (int i = 0; i < FRAMES; i++) {
                byte[] frame = new byte[random.nextInt(FRAME_LEN + 1)];
                random.nextBytes(frame);
                int wireLen = frame.length + random.nextInt(2) * random.nextInt(2000);
                int expected = libpcap.run(frame, wireLen);
                ByteBuffer buf = ByteBuffer.wrap(frame);
                assertEquals(expected, interpreted.run(buf, 0, frame.length, wireLen), where);
                assertEquals(expected, compiled.run(buf, 0, frame.length, wireLen), where);
                if (expected != 0) accepted++;
            }
        }
        return accepted;
    }
}

package syntop.capture.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.jna.Function;
import com.sun.jna.Memory;
import com.sun.jna.NativeLibrary;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BpfListingTest {
    /** libpcap compiles nothing to ldx #pktlen, and has no name for it. */
    private static final int UNKNOWN_TO_BPF_IMAGE = Opcode.LDX | Opcode.LEN;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void printsInstructionsAsLibpcapDoes(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Function image = NativeLibrary.getInstance("pcap").getFunction("bpf_image");
        for (int step = 0; step < 100; step++) {
            BpfProgram program = RandomPrograms.next(random, 100);
            List<String> lines = BpfListing.of(program);
            byte[] bytes = program.toBytes();
            try (Memory instructions = new Memory(bytes.length)) {
                instructions.write(0, bytes, 0, bytes.length);
                for (int pc = 0; pc < program.length(); pc++) {
                    if (program.code(pc) == UNKNOWN_TO_BPF_IMAGE) continue;
                    Object[] arguments = {instructions.share(8L * pc), pc};
                    String expected = image.invokePointer(arguments).getString(0);
                    String where = "seed=" + seed + " step=" + step + " pc=" + pc;
                    assertEquals(expected, lines.get(pc), where);
                }
            }
        }
    }

    @Test
    void namesWhatLinuxIsAskedForBesideThePacket() {
        List<String> lines = new LiveFilter(List.of(), List.of(), false).listing(true);
        assertEquals("(000) ld       [hatype]", lines.get(0));
        String all = String.join("\n", lines);
        assertTrue(all.contains(" ld       [type]\n"), all);
        assertTrue(all.contains(" ld       [proto]\n"), all);
    }
}

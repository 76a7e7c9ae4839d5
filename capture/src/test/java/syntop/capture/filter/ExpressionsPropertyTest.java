package syntop.capture.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;
import syntop.capture.CaptureException;

/** Expressions as users write them, on generated frames and on real ones. */
class ExpressionsPropertyTest {
    private static final String SYN = "tcp[13] & 18 = 2";
    private static final String SYN6 = "ip6[6] = 6 and ip6[53] & 18 = 2";

    /** The expressions behind the figures of the truth files, found by running tcpdump. */
    private static final Map<String, String> COUNTED =
            Map.of(
                    "bpf_syn",
                    "tcp[13] & 2 != 0",
                    "bpf_syn_noack",
                    SYN,
                    "bpf6_syn_noack",
                    SYN6,
                    "bpf_vlan_syn_noack",
                    "vlan and " + SYN,
                    "bpf_vlan6_syn_noack",
                    "vlan and " + SYN6,
                    "bpf_mpls_syn_noack",
                    "mpls and " + SYN);

    @ParameterizedTest
    @FieldSource("syntop.capture.filter.Expressions#ALL")
    void threeWaysAgreeOnGeneratedFrames(String expression) throws Exception {
        long seed = 42;
        SplittableRandom random = new SplittableRandom(seed);
        List<Frame> frames = new ArrayList<>();
        for (int i = 0; i < 4_000; i++) frames.add(TestFrames.random(random));
        int accepted = assertAgreement(expression, frames);
        // an expression that no generated frame can tell from a constant would test little
        boolean some = accepted > 0 || EXPECTED_NONE.contains(expression);
        assertTrue(some && (accepted < 4_000 || expression.isEmpty()), "accepted=" + accepted);
    }

    /** The generator makes neither these addresses nor such lengths. */
    private static final List<String> EXPECTED_NONE =
            List.of(
                    "net 192.168.0.0/16",
                    "ether broadcast or ether multicast",
                    "ip broadcast",
                    "ip multicast",
                    "tcp[((tcp[12] & 0xf0) >> 2):4] = 0x47455420",
                    "greater 1000");

    static Stream<CorpusFile> corpus() throws IOException {
        return CorpusFile.all();
    }

    @ParameterizedTest
    @MethodSource("corpus")
    @EnabledIf("syntop.capture.filter.CorpusFile#isRequiredOrPresent")
    void threeWaysAgreeOnEveryFrameOfTheCorpus(CorpusFile file) throws CaptureException {
        List<Frame> frames = file.frames();
        for (String expression : Expressions.ALL) {
            try {
                if (!frames.isEmpty()) assertAgreement(expression, frames);
            } catch (ExpressionException e) {
                // not for this link type: what the filter makes of that is tested with the counts
                assertFalse(frames.get(0).linkType == 1, e.getMessage());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("corpus")
    @EnabledIf("syntop.capture.filter.CorpusFile#isRequiredOrPresent")
    void acceptsAsManyFramesAsTcpdump(CorpusFile file) throws IOException {
        Map<String, String> truth = file.tcpdumpTruth();
        if (truth.get("link_type").isEmpty()) return; // tcpdump did not open it
        List<Frame> frames = file.frames();
        assertEquals(Integer.parseInt(truth.get("packets")), frames.size());
        COUNTED.forEach(
                (figure, expression) -> {
                    ExpressionFilter filter = new ExpressionFilter(expression);
                    long accepted = frames.stream().filter(f -> accepts(filter, f)).count();
                    String expected = truth.get(figure);
                    if (!expected.isEmpty()) {
                        assertEquals(Long.parseLong(expected), accepted, figure);
                        assertEquals(List.of(), filter.refusals(), figure);
                    } else if (!frames.isEmpty()) { // libpcap refuses it for this link type
                        assertEquals(0, accepted, figure);
                        assertEquals(1, filter.refusals().size(), figure);
                    }
                });
    }

    @Test
    @EnabledIf("syntop.capture.filter.CorpusFile#isRequiredOrPresent")
    void corpusHasFilesToCompareWith() throws IOException {
        assertTrue(CorpusFile.all().count() >= 70, "classic pcap files in " + CorpusFile.CORPUS);
    }

    private static boolean accepts(ExpressionFilter filter, Frame frame) {
        ByteBuffer buf = ByteBuffer.wrap(frame.bytes);
        return filter.accepts(buf, 0, frame.bytes.length, frame.wireLen, frame.linkType);
    }

    /** Runs one expression three ways on frames of one link type; returns how many it accepts. */
    private static int assertAgreement(String expression, List<Frame> frames)
            throws ExpressionException, CaptureException {
        int linkType = frames.get(0).linkType;
        BpfProgram program =
                LibpcapCompiler.load().compile(expression, linkType, ByteOrder.LITTLE_ENDIAN);
        PacketProgram interpreted = new BpfInterpreter(program);
        PacketProgram compiled = BpfCompiler.compile(program);
        int accepted = 0;
        try (LibpcapInterpreter libpcap = new LibpcapInterpreter(program)) {
            for (int i = 0; i < frames.size(); i++) {
                Frame frame = frames.get(i);
                int expected = libpcap.run(frame.bytes, frame.wireLen);
                if (frame.through(interpreted) != expected || frame.through(compiled) != expected) {
                    fail(expression + " frame=" + i + " expected=" + expected);
                }
                if (expected != 0) accepted++;
            }
        }
        return accepted;
    }
}

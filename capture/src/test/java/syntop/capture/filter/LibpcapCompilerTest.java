package syntop.capture.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import syntop.capture.CaptureException;

class LibpcapCompilerTest {
    private static LibpcapCompiler compiler;

    @BeforeAll
    static void load() throws CaptureException {
        compiler = LibpcapCompiler.load();
    }

    @Test
    void emptyExpressionAcceptsEverything() throws ExpressionException {
        assertEquals(List.of("6 0 0 262144"), listing("", 1));
    }

    @Test
    void compilesAsTcpdumpDoes() throws ExpressionException {
        // tcpdump -y EN10MB -ddd 'ip and tcp dst port 80'
        List<String> expected =
                List.of(
                        "40 0 0 12",
                        "21 0 8 2048",
                        "48 0 0 23",
                        "21 0 6 6",
                        "40 0 0 20",
                        "69 4 0 8191",
                        "177 0 0 14",
                        "72 0 0 16",
                        "21 0 1 80",
                        "6 0 0 262144",
                        "6 0 0 0");
        assertEquals(expected, listing("ip and tcp dst port 80", 1));
    }

    @ParameterizedTest
    @CsvSource({
        "0, 4", // LINKTYPE_NULL: after the family
        "1, 14", // LINKTYPE_ETHERNET
        "101, 0", // LINKTYPE_RAW, DLT 12 for libpcap
        "228, 0", // LINKTYPE_IPV4
        "113, 16", // LINKTYPE_LINUX_SLL
        "276, 20", // LINKTYPE_LINUX_SLL2
        "9, 4", // LINKTYPE_PPP
        "50, 4", // LINKTYPE_PPP_HDLC
        "104, 4", // LINKTYPE_C_HDLC
        "106, 8", // LINKTYPE_ATM_CLIP, DLT 19 for libpcap: after LLC and SNAP
        "108, 4" // LINKTYPE_LOOP
    })
    void knowsWhereThePacketBegins(int linkType, int packetOffset) throws ExpressionException {
        BpfProgram program = compiler.compile("ip[0] = 69", linkType, ByteOrder.LITTLE_ENDIAN);
        int last = -1;
        for (int pc = 0; pc < program.length(); pc++) {
            if (program.code(pc) == (Opcode.LD | Opcode.B | Opcode.ABS)) last = program.k(pc);
        }
        assertEquals(packetOffset, last);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "tcp prot 80|can't parse filter expression: syntax error",
                "tcp and udp|expression rejects all packets",
                "port 99999|illegal port number 99999 > 65535",
                "net 1.2.3.4/33|mask length must be <= 32",
                "inbound|inbound/outbound not supported on Ethernet when reading savefiles",
                "wlan type mgt|802.11 link-layer types supported only on 802.11"
            })
    void quotesTheReasonOfLibpcapAndTheExpression(String expression, String reason) {
        assertEquals(
                "--filter: " + reason + ", expression \"" + expression + '"',
                refusal(expression, 1));
    }

    @Test
    void refusesLinkTypeThatLibpcapCannotFilter() {
        assertTrue(refusal("tcp", 239).contains("NFLOG"), refusal("tcp", 239));
        assertTrue(refusal("tcp", 60_000).contains("60000"), refusal("tcp", 60_000));
    }

    @Test
    void refusesNulCharacterInsteadOfStoppingAtIt() {
        assertTrue(refusal("tcp\0 nonsense", 1).contains("NUL"));
    }

    @Test
    void staysUsableAfterRefusals() throws ExpressionException {
        for (int i = 0; i < 500; i++) {
            refusal("tcp prot 80", 1);
            assertEquals(1, compiler.compile("", 1, ByteOrder.BIG_ENDIAN).length());
        }
    }

    @Test
    void saysWhatToInstallWhenLibpcapIsMissing() {
        Exception e =
                assertThrows(
                        CaptureException.class,
                        () -> new LibpcapCompiler(List.of("no-such-pcap", "libno-such.so.1")));
        assertEquals(
                "--filter needs libpcap; install it with: apt-get install libpcap0.8",
                e.getMessage());
    }

    @Test
    void findsTheLibraryUnderALaterName() throws CaptureException, ExpressionException {
        LibpcapCompiler later = new LibpcapCompiler(List.of("no-such-pcap", "libpcap.so.0.8"));
        assertEquals(1, later.compile("", 1, ByteOrder.BIG_ENDIAN).length());
    }

    @Test
    void refusesLibraryThatIsNotLibpcap() {
        Exception e =
                assertThrows(
                        CaptureException.class, () -> new LibpcapCompiler(List.of("libm.so.6")));
        assertTrue(e.getMessage().contains("pcap_fopen_offline"), e.getMessage());
        assertEquals(1, e.getMessage().lines().count());
    }

    /** Prints what {@link LibpcapCompiler#load} says; run in a JVM of its own. */
    static final class LoadsIt {
        public static void main(String[] args) {
            try {
                LibpcapCompiler.load();
            } catch (CaptureException e) {
                System.out.println(e.getMessage());
            }
        }
    }

    @Test
    void doesNotBlameLibpcapWhenJnaCannotLoad() throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Djna.nosys=true",
                                "-Djna.nounpack=true",
                                "-Djna.boot.library.path=" + File.separator + "nowhere",
                                "-cp",
                                System.getProperty("java.class.path"),
                                LoadsIt.class.getName())
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor());
        assertTrue(out.startsWith("--filter cannot load JNA's native library: "), out);
        assertEquals(1, out.lines().count(), out);
    }

    private static String refusal(String expression, int linkType) {
        return assertThrows(
                        ExpressionException.class,
                        () -> compiler.compile(expression, linkType, ByteOrder.LITTLE_ENDIAN))
                .getMessage();
    }

    /** The program as tcpdump -ddd prints it. */
    private static List<String> listing(String expression, int linkType)
            throws ExpressionException {
        BpfProgram program = compiler.compile(expression, linkType, ByteOrder.LITTLE_ENDIAN);
        return java.util.stream.IntStream.range(0, program.length())
                .mapToObj(
                        pc ->
                                program.code(pc)
                                        + " "
                                        + program.jt(pc)
                                        + " "
                                        + program.jf(pc)
                                        + " "
                                        + Integer.toUnsignedString(program.k(pc)))
                .toList();
    }
}

package syntop.capture.filter;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExpressionFilterTest {
    private static final int NULL = 0;
    private static final int ETHERNET = 1;
    private static final int RAW = 101;
    private static final int NFLOG = 239;
    private static final int LOOP = 108;

    private static final byte[] ETHERNET_SYN = TestFrames.ipv4Tcp(1, 80, 2);
    private static final byte[] IPV4_SYN = Arrays.copyOfRange(ETHERNET_SYN, 14, 54);

    @Test
    void compilesForEachLinkTypeOfACapture() {
        ExpressionFilter filter = new ExpressionFilter("tcp dst port 80");
        for (int round = 0; round < 3; round++) {
            assertTrue(accepts(filter, ETHERNET_SYN, ETHERNET));
            assertTrue(accepts(filter, IPV4_SYN, RAW));
            assertFalse(accepts(filter, IPV4_SYN, ETHERNET));
            assertFalse(accepts(filter, ETHERNET_SYN, RAW));
        }
        assertEquals(List.of(), filter.refusals());
    }

    @Test
    void rejectsLinkTypeThatCannotBeFilteredAndTellsHowMany() {
        ExpressionFilter filter = new ExpressionFilter("tcp");
        assertFalse(accepts(filter, IPV4_SYN, NFLOG));
        assertTrue(accepts(filter, ETHERNET_SYN, ETHERNET));
        assertFalse(accepts(filter, IPV4_SYN, NFLOG));
        assertEquals(
                List.of(
                        "--filter: NFLOG link-layer type filtering not implemented,"
                                + " expression \"tcp\"; left out are 2 frames of link type NFLOG"),
                filter.refusals());
    }

    @Test
    void emptyExpressionAcceptsEveryFrame() {
        ExpressionFilter filter = new ExpressionFilter("");
        assertTrue(accepts(filter, ETHERNET_SYN, ETHERNET));
        assertTrue(accepts(filter, new byte[0], ETHERNET));
    }

    @Test
    void takesTheExpressionAsItIs() {
        byte[] tagged = new byte[58]; // vlan 7, then the SYN
        System.arraycopy(ETHERNET_SYN, 0, tagged, 0, 12);
        tagged[12] = (byte) 0x81;
        tagged[15] = 7;
        System.arraycopy(ETHERNET_SYN, 12, tagged, 16, 42);
        assertFalse(accepts(new ExpressionFilter("tcp"), tagged, ETHERNET));
        assertTrue(accepts(new ExpressionFilter("vlan 7 and tcp"), tagged, ETHERNET));
    }

    @Test
    void readsTheFamilyOfNullInEitherByteOrder() {
        ExpressionFilter tcp = new ExpressionFilter("tcp");
        ExpressionFilter notTcp = new ExpressionFilter("not tcp");
        for (int family : new int[] {2, Integer.reverseBytes(2)}) {
            byte[] frame = ByteBuffer.allocate(44).putInt(family).put(IPV4_SYN).array();
            assertTrue(accepts(tcp, frame, NULL));
            assertFalse(accepts(notTcp, frame, NULL));
        }
        assertFalse(accepts(tcp, new byte[3], NULL));
        byte[] loop = ByteBuffer.allocate(44).putInt(2).put(IPV4_SYN).array();
        assertTrue(accepts(tcp, loop, LOOP));
    }

    /** AF_INET6 of NetBSD and OpenBSD, FreeBSD, and Darwin; Linux has no such interfaces. */
    @ParameterizedTest
    @ValueSource(ints = {24, 28, 30})
    void knowsTheIpv6FamiliesOfOtherSystems(int family) {
        byte[] ipv6 = new byte[44];
        ipv6[4] = 0x60;
        ipv6[10] = TestFrames.TCP;
        ExpressionFilter filter = new ExpressionFilter("ip6 and tcp");
        ByteBuffer.wrap(ipv6).putInt(0, family);
        assertTrue(accepts(filter, ipv6, NULL));
        ByteBuffer.wrap(ipv6).putInt(0, Integer.reverseBytes(family));
        assertTrue(accepts(filter, ipv6, NULL));
    }

    @Test
    void boundsTheLinkTypesOfAForgedCapture() {
        ExpressionFilter filter = new ExpressionFilter("");
        for (int i = 0; i < ExpressionFilter.MAX_LINK_TYPES - 1; i++) {
            accepts(filter, IPV4_SYN, 1_000 + i);
        }
        assertTrue(accepts(filter, ETHERNET_SYN, ETHERNET));
        assertFalse(accepts(filter, IPV4_SYN, RAW));
        assertFalse(accepts(filter, IPV4_SYN, 5_000));
        assertTrue(accepts(filter, ETHERNET_SYN, ETHERNET));
        assertFalse(accepts(filter, IPV4_SYN, RAW));
        assertEquals(
                "--filter: the capture has more than 64 link types;"
                        + " left out are 3 frames of the others",
                filter.refusals().get(filter.refusals().size() - 1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "tcp", "inbound", "wlan type mgt", "ifindex 3", "vpi 1", "lssu"})
    void checkPassesWhatSomeLinkTypeHas(String expression) {
        assertDoesNotThrow(() -> ExpressionFilter.of(expression));
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcp prot 80", "tcp and udp", "port http 80", "(tcp", "port 70000"})
    void checkRefusesWhatNoLinkTypeHas(String expression) {
        Exception e =
                assertThrows(ExpressionException.class, () -> ExpressionFilter.of(expression));
        assertTrue(e.getMessage().endsWith("expression \"" + expression + '"'), e.getMessage());
    }

    @Test
    void goesOnWithTheProgramThatTheCheckMade() throws Exception {
        ExpressionFilter filter = ExpressionFilter.of("tcp dst port 80");
        assertTrue(accepts(filter, ETHERNET_SYN, ETHERNET));
        assertTrue(accepts(filter, IPV4_SYN, RAW));
        assertFalse(accepts(filter, IPV4_SYN, ETHERNET));
    }

    @Test
    void takesAsLongAnExpressionAsItSays() throws Exception {
        StringBuilder terms = new StringBuilder("tcp");
        for (int i = 0; terms.length() < LibpcapCompiler.MAX_EXPRESSION - 30; i++) {
            terms.append(" or (ether[1] = ").append(i).append(')');
        }
        assertTrue(accepts(ExpressionFilter.of(terms.toString()), ETHERNET_SYN, ETHERNET));
        terms.append(" ".repeat(LibpcapCompiler.MAX_EXPRESSION + 1 - terms.length()));
        Exception e =
                assertThrows(
                        ExpressionException.class, () -> ExpressionFilter.of(terms.toString()));
        assertEquals(
                "--filter: the expression must have at most 32768 characters, got 32769",
                e.getMessage());
    }

    @Test
    void takesEveryLengthOfEveryFrame() {
        long seed = 7;
        SplittableRandom random = new SplittableRandom(seed);
        for (String expression : Expressions.ALL) {
            ExpressionFilter filter = new ExpressionFilter(expression);
            Frame frame = TestFrames.random(random);
            for (int capLen = 0; capLen <= frame.bytes.length; capLen++) {
                ByteBuffer exact = ByteBuffer.wrap(Arrays.copyOf(frame.bytes, capLen));
                ByteBuffer inside = ByteBuffer.wrap(frame.bytes);
                assertEquals(
                        filter.accepts(exact, 0, capLen, frame.wireLen, ETHERNET),
                        filter.accepts(inside, 0, capLen, frame.wireLen, ETHERNET),
                        expression + " capLen=" + capLen + " seed=" + seed);
            }
        }
    }

    private static boolean accepts(ExpressionFilter filter, byte[] frame, int linkType) {
        return filter.accepts(ByteBuffer.wrap(frame), 0, frame.length, frame.length, linkType);
    }
}

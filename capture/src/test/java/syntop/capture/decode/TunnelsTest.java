package syntop.capture.decode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static syntop.capture.decode.Packets.bytes;
import static syntop.capture.decode.Packets.ethernet;
import static syntop.capture.decode.Packets.ethernetSyn;
import static syntop.capture.decode.Packets.ipv4;
import static syntop.capture.decode.Packets.join;
import static syntop.capture.decode.Packets.syn;
import static syntop.capture.decode.Packets.u16;
import static syntop.capture.decode.Packets.u32;
import static syntop.capture.decode.Packets.udp;
import static syntop.capture.decode.Packets.zeros;

import java.util.List;
import org.junit.jupiter.api.Test;
import syntop.capture.batch.Outcome;

/** What is, and what is not, looked into with {@code --tunnels}. */
class TunnelsTest {
    @Test
    void whatIsNoTunnelIsNotTcp() {
        byte[] ether = ethernetSyn();
        byte[] dns = udp(53, ether);
        byte[] vxlanWithoutFlag = udp(4789, join(zeros(8), ether));
        byte[] geneveVersion1 = udp(6081, join(bytes(0x40, 0, 0x65, 0x58), zeros(4), ether));
        byte[] gtpEcho = udp(2152, join(bytes(0x32, 1), zeros(10)));
        byte[] arpInVxlan = udp(4789, join(u32(0x0800_0000L), u32(0), ethernet(0x0806, zeros(28))));
        for (byte[] datagram :
                List.of(
                        dns,
                        vxlanWithoutFlag,
                        geneveVersion1,
                        gtpEcho,
                        arpInVxlan,
                        udp(4789, zeros(3)))) {
            byte[] frame = ethernet(0x0800, ipv4(17, datagram));
            assertEquals(Outcome.NOT_TCP, Decoded.innermost(LinkType.ETHERNET, frame).outcome);
        }
        byte[] routedGre = ipv4(47, join(u16(0x4000), u16(0x0800), zeros(8), ipv4(6, syn())));
        assertEquals(Outcome.NOT_TCP, Decoded.innermost(LinkType.RAW, routedGre).outcome);
    }

    @Test
    void tunnelsWithoutEndAreNotTcp() {
        byte[] packet = ipv4(6, syn());
        for (int i = 0; i < 8; i++) packet = ipv4(4, packet);
        assertEquals(Outcome.SYN, Decoded.innermost(LinkType.RAW, packet).outcome);
        assertEquals(Outcome.NOT_TCP, Decoded.innermost(LinkType.RAW, ipv4(4, packet)).outcome);
    }
}

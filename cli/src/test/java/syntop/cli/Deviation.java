package syntop.cli;

import java.util.List;
import java.util.Map;

/**
 * Where syntop counts something else than tshark does in a capture of the corpus or of testdata,
 * and why. All of them stand in {@link #ALL}; each was looked at packet by packet.
 *
 * @param frames frames that syntop counts more than tshark has packets
 * @param syns SYNs that syntop counts more, negative for fewer
 * @param sources the same by source
 * @param ports the same by destination port
 * @param why the reason; for the reader of this table
 */
record Deviation(
        String name,
        long frames,
        long syns,
        Map<String, Long> sources,
        Map<String, Long> ports,
        String why) {

    private static final List<Deviation> ALL =
            List.of(
                    new Deviation(
                            "pcapngtest__le-test102.pcapng",
                            -3,
                            0,
                            Map.of(),
                            Map.of(),
                            "tshark lists three custom blocks among the packets (frames 1, 3 and 8,"
                                    + " \"Custom Block: PEN = ...\"); capinfos counts 5 packets too"),
                    new Deviation(
                            "suricata__fuzz.pcap",
                            -1,
                            0,
                            Map.of(),
                            Map.of(),
                            "the header of record 2 at offset 228 says 1,409,179,648 bytes; tcpdump"
                                    + " ends there as well. tshark guesses record headers of 24"
                                    + " bytes here and so gets a second packet, of the length"
                                    + " 1 that stands at offset 244"),
                    new Deviation(
                            "suricata__frag-ppp-ip-tcp-syn.pcap",
                            0,
                            0,
                            Map.of("1.1.1.1", -1L),
                            Map.of("8080", -1L),
                            "three fragments of 8 bytes, the flags byte is in the second: no SYN"
                                    + " without reassembly. The total of the truth is without,"
                                    + " its lists are with it"),
                    new Deviation(
                            "synflood-snaplen-48.pcap",
                            0,
                            20,
                            Map.of("198.51.100.66", 20L),
                            Map.of("80", 20L),
                            "the flags byte is the last one captured; tshark shows no flags of a"
                                    + " cut TCP header, the filter tcp[13] & 18 = 2 finds 20"));

    private static final Deviation NONE = new Deviation("", 0, 0, Map.of(), Map.of(), "");

    /** The deviation in a file, or one without any difference. */
    static Deviation of(String name) {
        return ALL.stream().filter(each -> each.name.equals(name)).findAny().orElse(NONE);
    }
}

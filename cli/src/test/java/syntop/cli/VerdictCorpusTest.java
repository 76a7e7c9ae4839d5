package syntop.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What became of the requests of every public capture, and what syntop makes of it. */
@EnabledIf(value = "syntop.cli.Corpus#wanted", disabledReason = "no corpus beside this clone")
class VerdictCorpusTest {
    private static final List<String> FIGURES =
            List.of(
                    "attempts_4tuple_isn",
                    "syn_retransmissions",
                    "attempts_answered_synack",
                    "attempts_answered_rst",
                    "attempts_unanswered",
                    "attempts_completed",
                    "attempts_aborted_by_client_rst",
                    "attempts_half_open");

    /**
     * Figures that differ from the state machine of the truth, in its order; each with its reason.
     */
    private static final Map<String, List<Long>> DEVIATIONS =
            Map.of(
                    // acknowledgements of numbers that the server never sent are none; one answer
                    // was
                    // captured before its SYN
                    "arkime__tcp_handshake_synthetic.pcap",
                    List.of(15L, 1L, 12L, 0L, 3L, 5L, 1L, 6L),
                    // the client goes on as if answered: not "unanswered", the answer is missing
                    "ndpi__whatsapp.pcap",
                    List.of(86L, 0L, 0L, 0L, 0L, 0L, 0L, 0L),
                    "pcpp__raw_ip.pcap",
                    List.of(4L, 0L, 2L, 0L, 0L, 2L, 0L, 0L),
                    "suricata__bug-8629-async-oneside.pcap",
                    List.of(1L, 0L, 0L, 0L, 0L, 0L, 0L, 0L),
                    "tcpdump__tfo-5c1fa7f9ae91.pcap",
                    List.of(3L, 0L, 2L, 0L, 0L, 2L, 0L, 0L),
                    // one answer was captured before its SYN
                    "zeek__ipv6-http-atomic-frag.pcap",
                    List.of(4L, 0L, 4L, 0L, 0L, 4L, 0L, 0L),
                    "zeek__ssh.client-side-half-duplex.pcap",
                    List.of(20L, 2L, 0L, 0L, 0L, 0L, 0L, 0L),
                    // a RST without ACK does not answer a SYN (RFC 9293, 3.10.7.3)
                    "suricata__bug-3844-tuple-reuse.pcap",
                    List.of(2L, 0L, 1L, 0L, 1L, 1L, 0L, 0L),
                    // the SYN is split over fragments
                    "suricata__frag-ppp-ip-tcp-syn.pcap",
                    List.of(0L, 0L, 0L, 0L, 0L, 0L, 0L, 0L),
                    // reset by the client before anything was acknowledged
                    "suricata__urgent11_cve_2019_12260.pcap",
                    List.of(2L, 1L, 2L, 0L, 0L, 0L, 2L, 0L));

    /** Captures of something; all others are normal, or tell too little. */
    private static final Map<String, String> VERDICTS =
            Map.ofEntries(
                    Map.entry("ncsa__445_scan.pcap", "scan"),
                    Map.entry("ncsa__port_scan.pcap", "scan"),
                    Map.entry("ndpi__synscan.pcap", "scan"),
                    Map.entry("sanders__synscan.pcapng", "scan"),
                    // ten ports of one address, below 10: one an hour
                    Map.entry("zeek__rotation.pcap", "scan"),
                    Map.entry("ncsa__backscatter.trace.pcap", "backscatter"),
                    Map.entry(
                            "stopddos__amp.TCP.syn.optionallyACK.optionallysamePort.pcapng",
                            "backscatter"),
                    Map.entry("stopddos__pkt.TCP.synflood.spoofed.pcap", "flood-forged"),
                    // SYNs of one source, and not one segment the other way: what became of them
                    // nobody can know
                    Map.entry("suricata__tcp-session-syn-flood.pcap", "not-enough-evidence"),
                    Map.entry("sanders__http_espn_fail.pcapng", "handshakes-failing"),
                    // a router that a forged advertisement has cut off
                    Map.entry("suricata__kill_router6.pcap", "handshakes-failing"),
                    // 500 connections in a second, all by one client
                    Map.entry("zeek__echo-connections.pcap", "single-client"),
                    Map.entry("ndpi__android.pcap", "normal"),
                    Map.entry("ndpi__reddit.pcap", "normal"),
                    Map.entry("tcpreplay__test.pcap", "normal"),
                    Map.entry("zeek__sshguess.pcap", "normal"),
                    // calls hundreds of dead peers
                    Map.entry("ndpi__gnutella.pcap", "normal"),
                    Map.entry("ndpi__whatsapp.pcap", "not-enough-evidence"),
                    Map.entry("zeek__ssh.client-side-half-duplex.pcap", "not-enough-evidence"),
                    Map.entry("suricata__bug-8629-async-oneside.pcap", "not-enough-evidence"));

    static List<String> names() {
        return Corpus.names(Corpus.FILES);
    }

    static List<String> followed() {
        return names().stream().filter(name -> Corpus.truth(name).has("derived")).toList();
    }

    @ParameterizedTest
    @MethodSource("followed")
    void followsRequestsAsTheTruthDoes(String name) {
        Truth truth = Corpus.truth(name);
        List<Long> expected =
                DEVIATIONS.getOrDefault(
                        name, FIGURES.stream().map(key -> truth.count("derived", key)).toList());
        CliRun.Result result = replay(name).result();
        Map<String, Object> all = result.object("handshakes");
        Map<String, Long> found = new LinkedHashMap<>();
        all.forEach((key, value) -> found.put(key, value instanceof Long count ? count : 0L));
        long completed = found.get("completed");
        long aborted = found.get("aborted");
        long halfOpen = found.get("halfOpen");
        assertEquals(
                expected,
                List.of(
                        (Long) result.object("totals").get("req"),
                        found.get("retransmissions") + found.get("duplicates"),
                        completed + aborted + halfOpen,
                        found.get("refused"),
                        found.get("unanswered"),
                        completed,
                        aborted,
                        halfOpen));
    }

    @ParameterizedTest
    @MethodSource("names")
    void judgesAsItShould(String name) {
        String verdict = (String) replay(name).result().object("verdict").get("class");
        if (VERDICTS.containsKey(name)) {
            assertEquals(VERDICTS.get(name), verdict);
        } else {
            assertTrue(Set.of("normal", "not-enough-evidence").contains(verdict), verdict);
        }
    }

    private static CliRun replay(String name) {
        return CliRun.of("replay", "--json", Corpus.FILES.resolve(name).toString());
    }
}

package syntop.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whole runs over captures that real tools made. */
class ReplayGoldenTest {
    private final String encoding = System.getProperty("native.encoding");

    @BeforeEach
    void drawBlocksWhateverTheLocale() {
        System.setProperty("native.encoding", "UTF-8");
    }

    @AfterEach
    void restore() {
        if (encoding == null) System.clearProperty("native.encoding");
        else System.setProperty("native.encoding", encoding);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "flood-among-clients.txt, ../testdata/flood-among-clients.pcap",
        "clients-vxlan-tunnels.txt, --tunnels ../testdata/clients-vxlan.pcap",
        "clients-two-linktypes.txt, ../testdata/clients-two-linktypes.pcapng",
        "clients-zstd.json, --json -p 80 ../testdata/clients-zstd.pcap.zst",
        "scan-by-port.csv, -o csv --by port -n 20 ../testdata/scan-nmap-syn.pcap",
        "by-prefix.txt, --by prefix ../testdata/flood-among-clients.pcap",
        "by-target.txt, --by target ../testdata/flood-among-clients.pcap",
        "by-signature.json, --json --by signature ../testdata/flood-among-clients.pcap",
        "busiest-window.txt, -w 1s -n 3 ../testdata/flood-among-clients.pcap",
        "each-window.json, -w 2s --each-window -n 1 ../testdata/flood-among-clients.pcap",
        "wide.wide, --wide -n 5 ../testdata/flood-among-clients.pcap",
        "wide-scan.wide, --wide ../testdata/scan-nmap-syn.pcap",
        "v6-key-64.txt, --v6-key 64 ../testdata/clients-ipv6.pcap",
        "three-files.txt, -n 3 ../testdata/clients-ipv4.pcap ../testdata/clients-ipv6.pcap"
                + " ../testdata/backscatter-syn-ack.pcap",
    })
    void outputEqualsExpectedFile(String name, String args) throws IOException {
        Run run = Run.of(("replay " + args).split(" ", -1));
        assertEquals("", run.err());
        assertEquals(0, run.status());
        if (name.endsWith(".txt")) Golden.assertFits(run.out());
        Golden.assertMatches("replay-" + name, run.out());
    }
}

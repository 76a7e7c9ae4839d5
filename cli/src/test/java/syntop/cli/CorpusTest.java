package syntop.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every public capture, through the whole command line, against what tshark counts in it. */
@EnabledIf(value = "syntop.cli.Corpus#wanted", disabledReason = "no corpus beside this clone")
class CorpusTest {
    private static final String SYNS = "nodefrag_syn_noack_";

    /** Files with frames of a link type that is not decoded. */
    private static final Map<String, String> LEFT_OUT =
            Map.of(
                    // Linux netlink: messages between a program and the kernel
                    "pcpp__microsecs_big_endian.pcap",
                    "link type LINKTYPE 253 is not decoded; left out are 13 frames");

    static List<String> names() {
        return Corpus.names(Corpus.FILES);
    }

    static List<String> wholeFiles() {
        return names().stream().filter(name -> DamagedTest.isWhole(name)).toList();
    }

    @ParameterizedTest
    @MethodSource("names")
    void countsWhatTsharkCountsAtTheOutermostHeader(String name) {
        Replayed.compare(Corpus.FILES.resolve(name), Corpus.truth(name), SYNS, "outer");
    }

    @ParameterizedTest
    @MethodSource("names")
    void countsWhatTsharkCountsInsideTunnels(String name) {
        Replayed.compare(Corpus.FILES.resolve(name), Corpus.truth(name), SYNS, "any", "--tunnels");
    }

    @ParameterizedTest
    @MethodSource("wholeFiles")
    void readsEveryWholeFileToItsEnd(String name) {
        CliRun run = CliRun.of("replay", Corpus.FILES.resolve(name).toString());
        String leftOut = LEFT_OUT.get(name);
        assertEquals(leftOut == null ? "" : "syntop: " + leftOut + "\n", run.err());
        assertEquals(leftOut == null ? 0 : 1, run.status());
    }
}

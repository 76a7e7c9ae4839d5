package syntop.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import syntop.analyzer.Analyzer;
import syntop.analyzer.View;
import syntop.capture.decode.FrameDecoder;
import syntop.capture.decode.Selection;

class ReplayStopTest {
    @Test
    void aRunThatWasStoppedSaysThatItIsAPart() throws Exception {
        Replay replay =
                new Replay(
                        List.of("../testdata/clients-ipv4.pcap"),
                        new FrameDecoder(Selection.ALL),
                        null,
                        Analyzer::new);
        replay.stop();
        replay.run();
        assertEquals(
                List.of("interrupted; counted is what was read until then"),
                replay.report(View.SOURCE, 10).errors());
    }

    @Test
    void aFrameThatIsInNoOutcomeWouldBeTold() {
        assertEquals(
                "a fault of syntop itself: 1,001 frames were read, 1,000 counted;"
                        + " please report it with the file",
                Replay.mismatch(1_001, 1_000));
    }
}

package syntop.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import syntop.analyzer.Analyzer;
import syntop.analyzer.View;
import syntop.analyzer.count.CountOptions;
import syntop.capture.decode.FrameDecoder;
import syntop.capture.decode.Selection;
import syntop.cli.render.Report;

class ReplayStopTest {
    @Test
    void aRunThatWasStoppedSaysThatItIsAPart() throws Exception {
        List<String> files = List.of("../testdata/clients-ipv4.pcap");
        FrameDecoder decoder = new FrameDecoder(Selection.ALL);
        Replay replay = new Replay(files, new OneAfterAnother(files, decoder, null, Analyzer::new));
        replay.stop();
        replay.run();
        assertEquals(
                List.of("interrupted; counted is what was read until then"),
                replay.report(View.SOURCE, 10).errors());
    }

    @Test
    void severalThreadsThatWereStoppedReadNothingMore() throws Exception {
        List<String> files = Collections.nCopies(5, "../testdata/clients-ipv4.pcap");
        List<FrameDecoder> decoders =
                List.of(new FrameDecoder(Selection.ALL), new FrameDecoder(Selection.ALL));
        Analyzer first = new Analyzer(null, null, CountOptions.DEFAULT.withThreads(2));
        SeveralAtATime reading =
                new SeveralAtATime(files, decoders, Arrays.asList(null, null), first);
        Replay replay = new Replay(files, reading);
        replay.stop();
        replay.run();
        Report report = replay.report(View.SOURCE, 10);
        assertEquals(0, report.snapshot().frames());
        assertEquals(List.of("interrupted; counted is what was read until then"), report.errors());
    }

    @Test
    void aFrameThatIsInNoOutcomeWouldBeTold() {
        assertEquals(
                "a fault of syntop itself: 1,001 frames were read, 1,000 counted;"
                        + " please report it with the file",
                Replay.mismatch(1_001, 1_000));
    }
}

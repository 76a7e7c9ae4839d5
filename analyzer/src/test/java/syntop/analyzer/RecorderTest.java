package syntop.analyzer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import syntop.analyzer.baseline.Baseline;
import syntop.analyzer.baseline.Scope;
import syntop.analyzer.baseline.Usual;
import syntop.analyzer.baseline.Week;
import syntop.analyzer.count.CountOptions;
import syntop.analyzer.verdict.Kind;
import syntop.capture.batch.SegmentBatch;

class RecorderTest {
    private static final int SERVER = 0xCB00_7107; // 203.0.113.7
    private static final long START = Conversation.START / 1_000_000_000L;

    private final Baseline baseline = new Baseline(Scope.ALL);
    private final Recorder recorder = new Recorder(baseline, true);
    private final Analyzer analyzer =
            new Analyzer(null, null, CountOptions.DEFAULT).record(recorder);
    private final Conversation wire = new Conversation(this::count);
    private final SplittableRandom random = new SplittableRandom(5);

    private void count(SegmentBatch batch) {
        analyzer.count(batch);
    }

    private Conversation.Link from(int source) {
        return Conversation.link(source, 1_024 + random.nextInt(60_000), SERVER, 443);
    }

    /** Clients that complete, from 16 networks, flushed each second as a live source does. */
    private void clients(int fromSecond, int toSecond, int perSecond) {
        for (int second = fromSecond; second < toSecond; second++) {
            for (int i = 0; i < perSecond; i++) {
                int net = 0x5000_0000 + (random.nextInt(16) << 8);
                wire.look(Conversation.LINUX + i % 3, 50 + i % 9, 64_240 - i % 3);
                wire.shake(from(net + random.nextInt(250)), second + (double) i / perSecond, 0.1);
            }
            wire.flush();
        }
    }

    private void forged(int fromSecond, int toSecond, int perSecond) {
        for (int second = fromSecond; second < toSecond; second++) {
            for (int i = 0; i < perSecond; i++) {
                wire.look(Conversation.BARE, 64, 512).at(second + (double) i / perSecond);
                wire.syn(from(random.nextInt()));
            }
            wire.flush();
        }
    }

    private Usual usual() {
        return baseline.all().usual(Week.hour(START));
    }

    @Test
    void learnsRatesCompletionSourcesAndWhereTheyComeFrom() {
        clients(0, 600, 20);
        recorder.end();
        assertEquals(598, recorder.learntSeconds()); // the first and the last are parts
        assertEquals(0, recorder.leftOutSeconds());
        assertEquals(20, usual().perSecond(), 1.5);
        assertEquals(1, usual().completion(), 0.03);
        assertTrue(usual().sources() > 900 && usual().sources() < 1_250, usual()::toString);
        assertEquals(0, usual().retries());
        assertEquals(16, baseline.prefixes().fine().size());
        assertEquals(3, baseline.signatures().size());
        assertEquals(443, baseline.targets().get(0).port());
        assertEquals(START + 1, baseline.firstSecond());
        assertEquals(START + 598, baseline.lastSecond());
    }

    @Test
    void learnsNothingDuringAndAroundAnAlarm() {
        clients(0, 300, 20);
        for (int second = 300; second < 320; second++) {
            clients(second, second + 1, 20);
            forged(second, second + 1, 2_000);
        }
        clients(320, 1_200, 20);
        recorder.end();
        assertTrue(recorder.alarms().containsKey(Kind.FLOOD_FORGED), recorder.alarms()::toString);
        assertTrue(recorder.leftOutSeconds() >= 60 + 20 + 300, "" + recorder.leftOutSeconds());
        assertTrue(recorder.leftOutSeconds() <= 600, "" + recorder.leftOutSeconds());
        assertEquals(1_198, recorder.learntSeconds() + recorder.leftOutSeconds());
        assertEquals(16, baseline.prefixes().fine().size());
        assertTrue(usual().high() < 60, usual()::toString);
    }

    @Test
    void silenceIsLearntWhereTheClockTellsOfIt() {
        clients(0, 10, 5);
        for (int second = 10; second <= 610; second += 10) {
            recorder.tick((START + second) * 1_000_000_000L);
        }
        recorder.end();
        assertEquals(609, recorder.learntSeconds());
        assertEquals(0, usual().perSecond());
    }

    @Test
    void aLongGapOfAFileIsNoSilence() {
        clients(0, 120, 20);
        clients(7_200, 7_320, 20);
        recorder.end();
        assertEquals(2 * 118, recorder.learntSeconds());
        assertEquals(20, usual().perSecond(), 1.5);
    }

    @Test
    void aClockThatIsSetBackOrForwardChangesNoRate() {
        clients(0, 200, 20);
        clients(-3_600, -3_400, 20); // an hour back
        clients(86_400, 86_600, 20); // a day on
        recorder.end();
        assertEquals(3 * 198, recorder.learntSeconds());
        assertEquals(20, usual().perSecond(), 1.5);
        assertTrue(recorder.alarms().isEmpty(), recorder.alarms()::toString);
    }

    @Test
    void aMomentTeachesNothing() {
        clients(0, 1, 20);
        recorder.end();
        assertEquals(0, recorder.learntSeconds());
        assertEquals(0, baseline.learntSeconds());
    }

    @Test
    void timesFarApartAreBornToo() {
        clients(0, 2, 3);
        wire.at(8e9).syn(from(1)).at(-9e9).syn(from(2)).flush();
        recorder.end();
        assertTrue(recorder.learntSeconds() < 300, "" + recorder.learntSeconds());
    }
}

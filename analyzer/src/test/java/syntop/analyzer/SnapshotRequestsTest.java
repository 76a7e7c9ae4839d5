package syntop.analyzer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import syntop.analyzer.count.CountOptions;
import syntop.capture.batch.BatchRing;
import syntop.capture.batch.SegmentBatch;

@Timeout(60)
class SnapshotRequestsTest {
    private final BatchRing ring = new BatchRing(4, 8);
    private final Analyzer analyzer = new Analyzer(ring);
    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void end() {
        threads.shutdownNow();
    }

    private void publish(int syns) {
        SegmentBatch batch = ring.claimWaiting();
        for (int i = 0; i < syns; i++) {
            SynBatches.synV4(batch, 1_000_000_000L + i, i, 80);
        }
        ring.publish();
    }

    @Test
    void isAnsweredWhileCountingGoesOn() throws Exception {
        Future<?> counting = threads.submit(analyzer);
        long syns = 0;
        for (int round = 1; round <= 100; round++) {
            publish(round % 8);
            syns += round % 8;
            // what was published before the question is in the answer
            assertEquals(syns, analyzer.requestSnapshot(View.SOURCE, 10, null, null).syns());
        }
        ring.close();
        counting.get();
    }

    @Test
    void isAnsweredOnASilentLine() throws Exception {
        Future<?> counting = threads.submit(analyzer);
        Interval interval = new Interval(5, 1_000_000_005L);
        Snapshot snapshot = analyzer.requestSnapshot(View.PORT, 10, interval, null);
        assertEquals(0, snapshot.frames());
        assertEquals(1.0, snapshot.seconds());
        assertEquals(View.PORT, snapshot.view());
        ring.close();
        counting.get();
    }

    @Test
    void isAnsweredAfterTheEnd() throws Exception {
        publish(3);
        ring.close();
        analyzer.run();
        assertEquals(3, analyzer.requestSnapshot(View.SOURCE, 10, null, null).syns());
    }

    @Test
    void severalThreadsGetTheAnswersToTheirOwnQuestions() throws Exception {
        Future<?> counting = threads.submit(analyzer);
        publish(5);
        Future<?>[] askers = new Future<?>[4];
        for (int i = 0; i < askers.length; i++) {
            View view = View.values()[i % 2];
            askers[i] =
                    threads.submit(
                            () -> {
                                for (int round = 0; round < 200; round++) {
                                    assertSame(
                                            view,
                                            analyzer.requestSnapshot(view, 1, null, null).view());
                                }
                                return null;
                            });
        }
        for (Future<?> asker : askers) {
            asker.get();
        }
        ring.close();
        counting.get();
    }

    @Test
    void failsWhenCountingHasFailed() {
        publish(1);
        Analyzer broken =
                new Analyzer(
                        ring,
                        () -> {
                            throw new IllegalStateException("no clock");
                        },
                        CountOptions.DEFAULT);
        assertThrows(IllegalStateException.class, broken::run);
        IllegalStateException e =
                assertThrows(
                        IllegalStateException.class,
                        () -> broken.requestSnapshot(View.SOURCE, 10, null, null));
        assertEquals("no clock", e.getCause().getMessage());
    }
}

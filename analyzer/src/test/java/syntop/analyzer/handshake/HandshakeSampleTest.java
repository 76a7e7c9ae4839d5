package syntop.analyzer.handshake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import syntop.analyzer.SynBatches;
import syntop.capture.batch.HandshakeSample;
import syntop.capture.batch.SegmentBatch;

/** Floods are sampled fairly, whatever in them is always the same. */
class HandshakeSampleTest {
    private static final int REQUESTS = 1 << 16;
    private static final int LEVEL = 6;
    private static final int SEEDS = 200;

    /** What the tools send; the rest is the same in each request. */
    private enum Flood {
        RANDOM_SOURCES,
        SOURCES_IN_ORDER,
        ADDRESSES_AND_PORTS_IN_ORDER,
        ONE_SOURCE_PORTS_IN_ORDER,
        ONE_PORT_RANDOM_NUMBERS,
        IPV6_HOSTS_OF_ONE_NETWORK,
        IPV6_NETWORKS;

        void fill(SegmentBatch batch, int i, SplittableRandom random) {
            batch.srcHi[0] = name().startsWith("IPV6") ? 0x2001_0DB8_0000_0000L : 0;
            batch.srcLo[0] = SynBatches.mapped(0xC633_6418);
            batch.dstLo[0] = SynBatches.mapped(0xCB00_7107);
            int port = 40_000;
            int isn = 77;
            switch (this) {
                case RANDOM_SOURCES -> batch.srcLo[0] = SynBatches.mapped(random.nextInt());
                case SOURCES_IN_ORDER -> batch.srcLo[0] += i;
                case ADDRESSES_AND_PORTS_IN_ORDER -> {
                    batch.srcLo[0] += i >>> 8;
                    port += i & 0xFF;
                }
                case ONE_SOURCE_PORTS_IN_ORDER -> port = i;
                case ONE_PORT_RANDOM_NUMBERS -> isn = random.nextInt();
                case IPV6_HOSTS_OF_ONE_NETWORK -> batch.srcLo[0] = i;
                case IPV6_NETWORKS -> batch.srcHi[0] += i;
            }
            batch.portsSeq[0] = SegmentBatch.portsSeq(port, 443, isn);
        }
    }

    @ParameterizedTest
    @EnumSource(Flood.class)
    void eachFloodIsSampledAsIfByChance(Flood flood) {
        SegmentBatch batch = new SegmentBatch(1);
        double expected = (double) REQUESTS / (1 << LEVEL);
        double sum = 0;
        double squares = 0;
        for (int seed = 1; seed <= SEEDS; seed++) {
            HandshakeSample sample = new HandshakeSample(seed);
            SplittableRandom random = new SplittableRandom(seed);
            int picked = 0;
            for (int i = 0; i < REQUESTS; i++) {
                flood.fill(batch, i, random);
                long number = sample.number(batch, 0, batch.seq(0));
                if (number < HandshakeSample.bound(LEVEL)) picked++;
            }
            double error = (picked - expected) / Math.sqrt(expected); // in standard errors
            assertTrue(Math.abs(error) < 6, "seed=" + seed + " error=" + error);
            sum += error;
            squares += error * error;
        }
        assertEquals(0, sum / SEEDS, 0.4, "mean");
        double deviation = Math.sqrt(squares / SEEDS);
        // one port has 65,536 upper halves of numbers: some come twice, and are picked together
        assertTrue(deviation < 1.7, "deviation=" + deviation);
    }
}

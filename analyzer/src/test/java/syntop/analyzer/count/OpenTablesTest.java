package syntop.analyzer.count;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import syntop.analyzer.SynBatches;
import syntop.capture.batch.SegmentBatch;

class OpenTablesTest {
    private static final int ROWS = 1_000;
    private static final int BYTES = 1 << 20; // 2^17 IPv4 sources, 2^15 of IPv6, 2^13 targets

    private final OpenTables tables =
            new OpenTables(
                    new CountOptions(CountOptions.MIN_MEMORY, 0, false, true, true, false),
                    BYTES,
                    new RunSort());
    private final SegmentBatch batch = new SegmentBatch(ROWS);
    private final int[] rows = new int[ROWS];

    OpenTablesTest() {
        Arrays.setAll(rows, i -> i);
    }

    private void count() {
        tables.add(batch, rows, 0, batch.size());
        batch.clear();
    }

    @Test
    void hasRoomAsLongAsEveryTableHas() {
        int most = (1 << 13) / 4 * 3;
        assertTrue(tables.hasRoom(most));
        assertFalse(tables.hasRoom(most + 1));
        for (int port = 0; port < ROWS; port++) {
            SynBatches.synV4(batch, 0, 1, port); // one source, a thousand targets
        }
        count();
        assertTrue(tables.hasRoom(most - ROWS));
        assertFalse(tables.hasRoom(most - ROWS + 1));
    }

    @Test
    void signaturesFillTheirTableToo() {
        for (int i = 0; i < ROWS; i++) {
            SynBatches.synV4(batch, 0, 1, 80);
            batch.signature[i] = i;
        }
        count();
        int most = (1 << 13) / 4 * 3;
        assertTrue(tables.hasRoom(most - ROWS));
        assertFalse(tables.hasRoom(most - ROWS + 1));
    }

    /** What is asked of memory before tables are sealed is no less than they take. */
    @Test
    void takesTheChunksThatItSaidItNeeds() {
        Chunks chunks = new Chunks(1 << 26, 64);
        for (int round = 0; round < 5; round++) {
            for (int i = 0; i < ROWS; i++) {
                int source = round * ROWS + i;
                if (i % 3 == 0) SynBatches.syn(batch, 0, 0x2001_0db8L << 32, source);
                else SynBatches.synV4(batch, 0, source, i % 700);
                batch.signature[batch.size() - 1] = i % 50;
            }
            count();
        }
        assertFalse(tables.isEmpty());
        assertEquals(5_000, tables.syns());
        assertEquals(5_000, tables.sources());
        long needed = tables.needed(chunks);
        Pane pane = new Pane(0);
        tables.sealTo(pane, chunks);
        long taken = chunks.limit() - chunks.left();
        // ports are the only ones whose number is not known: there are at most as many as SYNs
        assertTrue(taken <= needed && taken > needed - 5_000 / 64, taken + " of " + needed);
        assertTrue(tables.isEmpty());
        assertEquals(0, tables.sources());
        assertEquals(5_000, pane.syns());
        assertEquals(3_330, pane.runs(Kind.V4).get(0).entries());
        assertEquals(1_670, pane.runs(Kind.V6).get(0).entries());
        assertEquals(50, pane.runs(Kind.SIGNATURE).get(0).entries());
        assertEquals(
                pane.runs(Kind.PORT).get(0).entries(), pane.runs(Kind.TARGET).get(0).entries());
    }

    @Test
    void countsAnewOnceSealed() {
        Chunks chunks = new Chunks(1 << 26, 64);
        for (int round = 0; round < 3; round++) {
            SynBatches.synV4(batch, 0, round, 1_000 + round);
            SynBatches.syn(batch, 0, 7, round);
            count();
            Ranking ports = new Ranking(10);
            tables.rankPorts(ports);
            assertEquals(2, ports.sort().size());
            assertEquals(80, ports.lo(0));
            assertEquals(1_000 + round, ports.lo(1));
            Ranking sources = new Ranking(10);
            tables.rankSources(sources);
            assertEquals(2, sources.size());
            Pane pane = new Pane(round);
            tables.sealTo(pane, chunks);
            assertEquals(2, pane.syns());
            for (Kind kind : new Kind[] {Kind.PORT, Kind.TARGET}) {
                assertEquals(2, pane.runs(kind).get(0).entries());
            }
            assertEquals(1, pane.runs(Kind.SIGNATURE).get(0).entries());
        }
    }
}

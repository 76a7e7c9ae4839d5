package syntop.analyzer.count;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChunksTest {
    private final Chunks chunks = new Chunks(10 * 16 * 8 + 100, 16);

    @Test
    void theLimitIsWhatFitsWhole() {
        assertEquals(10, chunks.limit());
        assertEquals(16, chunks.longs());
        assertEquals(16, new Chunks(1 << 20).limit()); // of 64 KiB
    }

    @ParameterizedTest
    @CsvSource({"0, 1, 0", "1, 1, 1", "16, 1, 1", "17, 1, 2", "4, 4, 1", "5, 4, 2", "8, 4, 2"})
    void aBegunChunkIsNeededWhole(long entries, int stride, long needed) {
        assertEquals(needed, chunks.needed(entries, stride));
    }

    @Test
    void whatIsGivenBackIsTakenAgain() {
        long[] first = chunks.take();
        chunks.take();
        assertEquals(8, chunks.left());
        chunks.give(first);
        assertEquals(9, chunks.left());
        assertSame(first, chunks.take());
        assertEquals(8, chunks.left());
    }

    @Test
    void aMergeMayTakeMoreThanTheLimit() {
        for (int i = 0; i < 11; i++) {
            assertEquals(16, chunks.take().length);
        }
        assertEquals(-1, chunks.left());
    }
}

package syntop.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import syntop.linux.sys.Libc;
import syntop.linux.sys.Poll;

class PollTest {
    private static final int O_WRONLY_O_CREAT = 0x41;

    @Test
    void tellsThatTheReaderOfAPipeHasGone() {
        int[] ends = new int[2];
        assertEquals(0, NamespaceCalls.pipe(ends));
        assertFalse(Poll.hasNoReader(ends[1]));
        assertEquals(0, Libc.close(ends[0]));
        assertTrue(Poll.hasNoReader(ends[1]));
        assertEquals(0, Libc.close(ends[1]));
    }

    @Test
    void aFileNeedsNoReader(@TempDir Path dir) {
        int file = NamespaceCalls.open(dir.resolve("out").toString(), O_WRONLY_O_CREAT);
        assertFalse(Poll.hasNoReader(file));
        assertEquals(0, Libc.close(file));
    }
}

package syntop.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.junit.jupiter.api.Test;

/** What is told of a failure that other threads wrapped. */
class FailuresTest {
    private static String wrapped(Throwable cause) {
        return Failures.describe(new IllegalStateException("sealing failed, " + cause, cause));
    }

    @Test
    void aFullDiskIsToldAsWhoWroteToItSaysIt() {
        IOException full = new IOException("No space left on device");
        assertEquals("--spill d: full", wrapped(new UncheckedIOException("--spill d: full", full)));
    }

    @Test
    void exhaustedMemoryIsToldWithALargerLimit() {
        String text = wrapped(new OutOfMemoryError("Java heap space"));
        assertTrue(text.startsWith("out of memory at the limit of "), text);
    }

    @Test
    void otherFailuresKeepTheirMessageOrAreOurFault() {
        assertEquals("why", Failures.describe(new IllegalStateException("why")));
        assertTrue(Failures.describe(new AssertionError("why")).startsWith("a fault of syntop"));
    }
}

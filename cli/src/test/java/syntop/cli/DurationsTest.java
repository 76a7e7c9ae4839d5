package syntop.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationsTest {
    @ParameterizedTest
    @CsvSource({"500ms, 500", "30s, 30000", "5m, 300000", "1h, 3600000", "090s, 90000"})
    void readsEveryUnit(String text, long millis) {
        assertEquals(millis * 1_000_000, Durations.parse("--for", text, "1ms", "24h"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "s",
                "30",
                "1.5s",
                "-1s",
                "+1s",
                "30 s",
                "30S",
                "1d",
                "0s",
                "25h",
                "999999999h",
                "9999999999s",
                "٣s"
            })
    void refusesEverythingElse(String text) {
        IllegalArgumentException e =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> Durations.parse("--for", text, "1ms", "24h"));
        assertEquals("--for must be 1ms to 24h, got " + text, e.getMessage());
    }
}

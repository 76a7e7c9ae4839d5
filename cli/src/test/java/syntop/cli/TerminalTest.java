package syntop.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TerminalTest {
    private final String encoding = System.getProperty("native.encoding");

    @AfterEach
    void restore() {
        if (encoding == null) System.clearProperty("native.encoding");
        else System.setProperty("native.encoding", encoding);
    }

    @ParameterizedTest
    @CsvSource({
        "UTF-8, true",
        "ANSI_X3.4-1968, false", // the POSIX locale
        "ISO-8859-1, false",
        "no-such-charset, false",
        "'not a name', false",
    })
    void drawsBlocksOnlyWhereTheLocaleHasThem(String name, boolean unicode) {
        System.setProperty("native.encoding", name);
        assertEquals(unicode, Terminal.unicode());
    }

    @Test
    void takesAnUnknownEncodingForAscii() {
        System.setProperty("native.encoding", "no-such-charset");
        assertEquals(StandardCharsets.US_ASCII, Terminal.charset());
    }
}

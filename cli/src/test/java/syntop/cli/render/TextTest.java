package syntop.cli.render;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TextTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "0 0",
                "7 7",
                "999 999",
                "1000 1,000",
                "12345 12,345",
                "123456 123,456",
                "1236300 1,236,300",
                "9223372036854775807 9,223,372,036,854,775,807",
                "-1 -1",
                "-999 -999",
                "-1000 -1,000",
                "-9223372036854775808 -9,223,372,036,854,775,808",
            })
    void countsAreGroupedByThousands(long value, String text) {
        assertEquals(text, Text.count(value));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "0 1 0.0",
                "0.04 1 0.0",
                "0.05 1 0.1",
                "0.95 1 1.0",
                "40.149 1 40.1",
                "999.95 1 1,000.0",
                "1234.5 1 1,234.5",
                "0.0505 4 0.0505",
                "0.00005 4 0.0001",
                "1 6 1.000000",
                "1e18 1 1,000,000,000,000,000,000",
                "1e30 1 9,223,372,036,854,775,807",
            })
    void decimalsAreRoundedAndGrouped(double value, int decimals, String text) {
        assertEquals(text, Text.decimal(value, decimals));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {"0 0.0%", "0.137 13.7%", "0.0004 0.0%", "0.0005 0.1%", "1 100.0%"})
    void sharesAreInPercent(double share, String text) {
        assertEquals(text, Text.percent(share));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "0 0.0",
                "40.14 40.1",
                "999.94 999.9",
                "999.96 1,000",
                "41210.4 41,210",
                "148809523 148,809,523",
                "999999999.4 999,999,999",
                "999999999.6 1.0G",
                "2.5e9 2.5G",
                "1e12 1.0T",
                "3.2e16 32.0P",
                "9.2e27 9,200,000,000.0E",
            })
    void ratesKeepTheirColumn(double rate, String text) {
        assertEquals(text, Text.rate(rate));
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0 s",
        "29.7, 29.7 s",
        "1, 1.0 s",
        "0.99999, 1.0 s",
        "0.9999, 999.9 ms",
        "0.0124, 12.4 ms",
        "0.001, 1.0 ms",
        "0.000002, 2.0 us",
        "1e-9, 1 ns",
        "999e-9, 999 ns",
        "86430, '86,430.0 s'",
        "18446744073.7, '18,446,744,073.7 s'",
    })
    void spansChooseTheirUnit(double seconds, String text) {
        assertEquals(text, Text.span(seconds));
    }

    @ParameterizedTest
    @CsvSource({
        "0, 1970-01-01 00:00:00",
        "1763647392, 2025-11-20 14:03:12",
        "-1, 1969-12-31 23:59:59",
        "-86400, 1969-12-31 00:00:00",
        "9223372036, 2262-04-11 23:47:16",
        "-9223372037, 1677-09-21 00:12:43",
    })
    void timesAreUtc(long second, String text) {
        assertEquals(text, Text.time(second));
        assertEquals(text.substring(11), Text.timeOfDay(second));
    }

    @ParameterizedTest
    @CsvSource({
        "0, 1970-01-01T00:00:00.000000000Z",
        "1700000000000000001, 2023-11-14T22:13:20.000000001Z",
        "-1, 1969-12-31T23:59:59.999999999Z",
        "-1000000000, 1969-12-31T23:59:59.000000000Z",
        "9223372036854775807, 2262-04-11T23:47:16.854775807Z",
        "-9223372036854775807, 1677-09-21T00:12:43.145224193Z",
    })
    void isoTimesHaveNineDecimals(long nanos, String text) {
        assertEquals(text, Text.isoNanos(nanos));
    }

    @Test
    void leavesOrdinaryTextAlone() {
        String text = "caf\u00e9 \u65e5\u672c \ud83d\ude00 a-b_c.pcap (1) 'x' \"y\" \u00a0|";
        assertEquals(text, Text.printable(text));
        assertEquals("", Text.printable(""));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "0000 \\x00", // NUL
                "000a \\x0a",
                "001b \\x1b", // ESC
                "007f \\x7f",
                "0085 \\x85", // next line, C1
                "009b \\x9b", // CSI in one byte, C1
                "00ad \\xad", // soft hyphen
                "200b \\u{200b}", // zero width space
                "200f \\u{200f}", // right-to-left mark
                "202e \\u{202e}", // right-to-left override
                "2028 \\u{2028}", // line separator
                "2029 \\u{2029}",
                "2066 \\u{2066}", // left-to-right isolate
                "feff \\u{feff}", // byte order mark
                "d800 \\u{d800}", // half a pair
                "dfff \\u{dfff}",
                "e000 \\u{e000}", // private use
                "ffff \\u{ffff}", // no character
                "005c \\\\", // backslash
            })
    void escapesWhatATerminalMightObey(String hex, String escaped) {
        char c = (char) Integer.parseInt(hex, 16);
        assertEquals("a" + escaped + "b", Text.printable("a" + c + "b"));
    }

    @Test
    void escapesCharactersOutsideTheBasicPlane() {
        assertEquals("\\u{e0001}", Text.printable("\udb40\udc01")); // a language tag
        assertEquals("\\u{de00}\\u{d83d}", Text.printable("\ude00\ud83d")); // halves swapped
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 1_234_567})
    void noTextLetsAControlCharacterThroughNorReadsAsAnother(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int step = 0; step < 5_000; step++) {
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < 20; i++) {
                int range = random.nextBoolean() ? 0x100 : 0x1_0000;
                text.append((char) random.nextInt(range));
            }
            String printable = Text.printable(text.toString());
            String message = "seed=" + seed + " step=" + step;
            assertTrue(printable.codePoints().allMatch(TextTest::isHarmless), message);
            assertEquals(text.toString(), unescaped(printable), message);
        }
    }

    // a second opinion, by properties other than those that the code asks for
    private static boolean isHarmless(int c) {
        return !Character.isISOControl(c)
                && !Character.isIdentifierIgnorable(c)
                && Character.isDefined(c)
                && !(c >= 0xD800 && c <= 0xDFFF)
                && !(c >= 0x2028 && c <= 0x202E)
                && !(c >= 0x2066 && c <= 0x2069);
    }

    private static String unescaped(String printable) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < printable.length(); i++) {
            char c = printable.charAt(i);
            if (c != '\\') {
                out.append(c);
                continue;
            }
            char kind = printable.charAt(++i);
            if (kind == '\\') {
                out.append(kind);
                continue;
            }
            int from = kind == 'x' ? i + 1 : i + 2;
            int to = kind == 'x' ? i + 3 : printable.indexOf('}', i);
            out.appendCodePoint(Integer.parseInt(printable.substring(from, to), 16));
            i = kind == 'x' ? to - 1 : to;
        }
        return out.toString();
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0 B",
        "999, 999 B",
        "999.96, 1.0 kB",
        "1000, 1.0 kB",
        "1800000000, 1.8 GB",
        "999960, 1.0 MB",
        "5e15, '5,000.0 TB'",
    })
    void amountsOfDataAreInSiUnits(double bytes, String text) {
        assertEquals(text, Text.bytes(bytes));
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0 s",
        "0.1, 1 s",
        "59, 59 s",
        "59.5, 1 min 0 s",
        "130, 2 min 10 s",
        "3600, 1 h 0 min",
        "12000, 3 h 20 min",
    })
    void durationsAreRoundedUp(double seconds, String text) {
        assertEquals(text, Text.duration(seconds));
    }
}

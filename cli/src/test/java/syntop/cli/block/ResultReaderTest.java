package syntop.cli.block;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import syntop.analyzer.View;
import syntop.analyzer.verdict.Kind;
import syntop.cli.values.Prefixes;

class ResultReaderTest {
    private static final String WHOLE =
            """
            {"schema": "syntop/1", "command": "replay", "capture": {"files": ["$(reboot)"]},
             "interval": {"from": "2026-11-21T10:00:00.000000000Z",
                          "to": "2026-11-21T10:00:30.000000000Z", "seconds": 30},
             "totals": {"frames": 900, "syn": 500, "req": 400, "sources": 9},
             "verdict": {"class": "flood", "confidence": 0.9, "evidence": ["; reboot"],
                         "others": [{"class": "scan", "confidence": 0.1}]},
             "handshakes": {"completed": 90, "halfOpen": 250, "refused": 30, "unanswered": 20,
                            "aborted": 5, "answerNotCaptured": 5, "exact": true},
             "by": "source", "new": [[{}]],
             "rows": [
               {"rank": 1, "source": "198.51.100.66", "syn": 300, "req": 280, "completed": 0,
                "halfOpen": 250, "refused": 10, "unanswered": 15, "aborted": 5},
               {"rank": 2, "source": "2001:db8::/64", "syn": 100}]}
            """;

    private static Result read(String json) throws Refusal {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        return ResultReader.read("a.json", new ByteArrayInputStream(bytes));
    }

    private static String refusal(String json) {
        String message = assertThrows(Refusal.class, () -> read(json)).getMessage();
        assertTrue(message.startsWith("a.json: "), message);
        return message.substring("a.json: ".length());
    }

    private static String with(String part, String other) {
        String changed = WHOLE.replace(part, other);
        assertFalse(changed.equals(WHOLE), part);
        return changed;
    }

    @Test
    void readsWhatRulesNeed() throws Refusal {
        Result result = read(WHOLE);
        assertEquals(Kind.FLOOD, result.verdict());
        assertEquals(0.9, result.confidence());
        assertEquals("2026-11-21T10:00:00Z", result.from().toString());
        assertEquals(View.SOURCE, result.by());
        assertEquals(9, result.sources());
        assertEquals(400, result.requests());
        assertEquals(305, result.failed());
        assertEquals(
                List.of(
                        new Row(Prefixes.parse("198.51.100.66"), 280, 280),
                        new Row(Prefixes.parse("2001:db8::/64"), 100, -1)),
                result.rows());
    }

    @Test
    void theLastOfSeveralObjectsCounts() throws Refusal {
        String second = with("\"class\": \"flood\"", "\"class\": \"normal\"");
        assertEquals(Kind.NORMAL, read(WHOLE + second).verdict());
    }

    @Test
    void withAWindowTheShareOfARowIsTaken() throws Refusal {
        String json =
                with("\"by\"", "\"window\": {\"seconds\": 30}, \"by\"")
                        .replace("\"syn\": 100}", "\"syn\": 100, \"completion\": 0.25}");
        Result result = read(json);
        assertEquals(500, result.requests());
        assertEquals(381, result.failed(), "305 of 400, as part of 500");
        assertEquals(75, result.rows().get(1).failed());
    }

    @Test
    void withoutVerdictThereIsNone() throws Refusal {
        assertNull(read(with("\"verdict\"", "\"remark\"")).verdict());
    }

    @Test
    void everyCutIsRefused() {
        String json = WHOLE.strip();
        for (int end = 0; end < json.length(); end++) {
            String cut = json.substring(0, end);
            String message = refusal(cut);
            assertTrue(message.indexOf('\n') < 0, message);
        }
        assertTrue(refusal(json.substring(0, 300)).startsWith("cut short at byte "));
        assertTrue(refusal(json + json.substring(0, 300)).startsWith("cut short at byte "));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "syntop/1 | syntop/2 | made by a newer syntop, schema=syntop/2, known=syntop/1",
                "syntop/1 | other/1 | not a result of syntop, its schema is another",
                "\"schema\" | \"scheme\" | not a result of syntop, it has no schema",
                "replay | doctor | no result of replay, merge, sample or live, which is what block takes",
                "\"by\": \"source\" | \"by\": \"port\" | its rows are no sources; make it with --by source, prefix or signature",
                "\"flood\" | \"deluge\" | not a result of syntop, its verdict is none that is known",
                "0.9 | 1.5 | not a result of syntop, confidence is no share",
                "\"syn\": 500 | \"syn\": -1 | not a result of syntop, syn is no count",
                "\"syn\": 500 | \"syn\": 1e3 | not a result of syntop, syn is no count",
                "\"syn\": 500 | \"syn\": 99999999999999999999 | not a result of syntop, syn is no count",
                "\"syn\": 500 | \"syn\": \"500\" | not a result of syntop, syn is no count",
                "2026-11-21T10:00:00 | yesterday | not a result of syntop, interval.from is no time",
                "\"rows\": [ | \"rows\": 7, \"lines\": [ | not a result of syntop, rows is no array",
                "\"source\": \"2001 | \"port\": \"2001 | not a result of syntop, a row has no source",
                "{\"rank\": 2 | 7, {\"rank\": 2 | not a result of syntop, row 2 is no object",
                "\"rank\": 1 | \"rank\": 1, \"syn\": 7 | no JSON at byte 666",
            })
    void whatIsNoResultIsRefusedByNameAndReason(String part, String other, String reason) {
        assertEquals(reason, refusal(with(part, other)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "198.51.100.66; reboot",
                "198.51.100.66 }; flush ruleset; #",
                "$(reboot)",
                "`id`",
                "198.51.100.66\\n-A INPUT -j DROP",
                "198.51.100.66/0; x",
                "198.51.100.256",
                "2001",
                "01.2.3.4",
                "::ffff:",
                "fe80::1%eth0",
                "localhost",
                "",
                " 198.51.100.66",
                "-1",
                "\\u0000"
            })
    void hostileAddressesAreRefused(String address) {
        String message = refusal(with("198.51.100.66", address));
        assertEquals("not a result of syntop, row 1 has no address", message);
    }

    @Test
    void otherThingsAreRefused() {
        assertEquals("not a result of syntop, it is empty", refusal(""));
        assertEquals("not a result of syntop, it is no object", refusal("[]"));
        assertEquals("no JSON at byte 0", refusal("<a>"));
        assertTrue(refusal("{".repeat(10) + "}").startsWith("no JSON at byte"));
        assertTrue(refusal("{\"a\":".repeat(100)).startsWith("not a result of syntop, "));
        assertTrue(refusal("{\"" + "a".repeat(100_000)).startsWith("not a result of syntop, "));
        assertTrue(refusal("{\"a\": \"" + "b".repeat(99_999) + "\"}").startsWith("not a result"));
    }

    @Test
    void bytesThatAreNoTextAreRefused() {
        byte[] bytes = {'{', '"', (byte) 0xC3, '(', '"'};
        ByteArrayInputStream stream = new ByteArrayInputStream(bytes);
        Refusal refusal = assertThrows(Refusal.class, () -> ResultReader.read("a", stream));
        assertTrue(refusal.getMessage().startsWith("a: no JSON"), refusal.getMessage());
    }

    @Test
    void moreRowsThanAreOfUseAreRefused() {
        String row = "{\"source\":\"1.2.3.4\",\"syn\":1},";
        String rows = row.repeat(Result.MOST_ROWS) + row.substring(0, row.length() - 1);
        String head = WHOLE.substring(0, WHOLE.indexOf("\"rows\""));
        assertEquals(
                "not a result of syntop, it has more than 1000000 rows",
                refusal(head + "\"rows\": [" + rows + "]}"));
    }

    @Test
    void signaturesAreRead() throws Refusal {
        String rows =
                "[{\"signature\": \"`id`\", \"syn\": 300, \"ttl\": 64, \"window\": 512,"
                        + " \"options\": \"mss,nop,ws\", \"mss\": 1400, \"scale\": 7}]}";
        String head = WHOLE.substring(0, WHOLE.indexOf("\"by\""));
        Result result = read(head + "\"by\": \"signature\", \"rows\": " + rows);
        Signature expected =
                new Signature(64, 512, List.of("mss", "nop", "ws"), 1400, 7, false, 300);
        assertEquals(List.of(expected), result.signatures());
        for (String hostile : List.of("mss,`id`", "other", "mss,,ws", "nop nop")) {
            String bad = head + "\"by\": \"signature\", \"rows\": " + rows;
            assertEquals(
                    "not a result of syntop, row 1 is no signature",
                    refusal(bad.replace("mss,nop,ws", hostile)));
        }
        String wide = head + "\"by\": \"signature\", \"rows\": " + rows.replace("512", "65536");
        assertEquals("not a result of syntop, row 1: window is too much", refusal(wide));
    }
}

package syntop.cli.block;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Results that somebody has tampered with: refused, or nothing of theirs is in the rules. */
class ResultPropertyTest {
    private static final String MARK = "zqx";
    private static final List<String> HOSTILE =
            List.of(
                    MARK,
                    "; " + MARK,
                    "$(" + MARK + ")",
                    "1.2.3.4 " + MARK,
                    "1.2.3.4\\n" + MARK,
                    "1.2.3.4/24" + MARK,
                    "::1%" + MARK,
                    "`" + MARK + "`",
                    "'" + MARK,
                    "\\u0000" + MARK);
    private static final Pattern STRING = Pattern.compile("\"[^\"]*\"");
    private static final Wishes WISHES =
            new Wishes(0.8, true, true, 3600, Instant.ofEpochSecond(1_800_000_000), List.of());

    private static final String SOURCES =
            """
            {"schema": "syntop/1", "command": "sample", "capture": {"interface": "eth0"},
             "interval": {"from": "2026-11-21T10:00:00Z", "to": "2026-11-21T10:00:30Z"},
             "totals": {"syn": 500, "req": 400, "sources": 9},
             "verdict": {"class": "flood", "confidence": 0.9, "evidence": ["most"], "advice": "x"},
             "handshakes": {"completed": 90, "halfOpen": 300, "refused": 0, "unanswered": 0,
                            "aborted": 0, "exact": true},
             "by": "source", "rows": [
              {"source": "198.51.100.66", "syn": 200, "req": 200, "completed": 0, "halfOpen": 200,
               "refused": 0, "unanswered": 0, "aborted": 0},
              {"source": "2001:db8::1", "syn": 100, "req": 100, "completed": 0, "halfOpen": 100,
               "refused": 0, "unanswered": 0, "aborted": 0}]}
            """;
    private static final String SIGNATURES =
            SOURCES.substring(0, SOURCES.indexOf("\"by\""))
                    + """
                    "by": "signature", "rows": [
                     {"signature": "hping3 64:0:512,-:", "syn": 300, "ttl": 64, "window": 512,
                      "options": "mss,nop,ws", "mss": 1400, "scale": 3, "tool": "hping3"}]}
                    """;

    private static String rules(String json, boolean signatures, String format) throws Refusal {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        Result result = ResultReader.read("a", new ByteArrayInputStream(bytes));
        Proposal proposal =
                signatures
                        ? SignaturePlan.of(result, WISHES)
                        : Plan.of(result, WISHES, new Protected(), null);
        StringWriter out = new StringWriter();
        RuleFormat rules = RuleFormat.of(format, signatures);
        rules.write(proposal, new PrintWriter(out));
        return out + String.join("\n", rules.aside(proposal));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nftables",
                "ipset",
                "iptables",
                "route",
                "crowdsec",
                "crowdsec-csv",
                "fail2ban",
                "signature nftables",
                "signature bpf"
            })
    void noTextOfTheInputReachesARule(String format) {
        boolean signatures = format.startsWith("signature ");
        String name = format.replace("signature ", "");
        String whole = signatures ? SIGNATURES : SOURCES;
        int accepted = 0;
        int tampered = 0;
        Matcher strings = STRING.matcher(whole);
        while (strings.find()) {
            for (String hostile : HOSTILE) {
                String json =
                        whole.substring(0, strings.start() + 1)
                                + hostile
                                + whole.substring(strings.end() - 1);
                tampered++;
                try {
                    String rules = rules(json, signatures, name);
                    assertFalse(rules.contains(MARK), json);
                    accepted++;
                } catch (Refusal e) {
                    assertTrue(e.getMessage().startsWith("a: "), e.getMessage());
                }
            }
        }
        assertTrue(accepted > 0 && accepted < tampered, accepted + " of " + tampered);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void bytesAtRandomAreRefusedOrRead(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        byte[] whole = SOURCES.getBytes(StandardCharsets.UTF_8);
        for (int step = 0; step < 5_000; step++) {
            byte[] bytes = whole.clone();
            for (int i = random.nextInt(4); i >= 0; i--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            try {
                ResultReader.read("a", new ByteArrayInputStream(bytes));
            } catch (Refusal e) {
                String where = "seed=" + seed + " step=" + step;
                assertTrue(e.getMessage().startsWith("a: "), where);
            }
        }
    }
}

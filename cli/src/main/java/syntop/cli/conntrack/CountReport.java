package syntop.cli.conntrack;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import syntop.cli.render.JsonRenderer;
import syntop.cli.render.ScreenLine;
import syntop.cli.render.Text;
import syntop.linux.conntrack.ConntrackCount;

/**
 * How full the table is, and how fast it fills.
 *
 * @param epochNanos when it was read, ns since 1970-01-01 UTC
 * @param count what was read
 * @param seconds since the reading before; 0 when there was none
 * @param change entries more than then
 */
public record CountReport(long epochNanos, ConntrackCount count, double seconds, long change) {
    /** Entries a second; meaningless without a reading before. */
    double perSecond() {
        return change / seconds;
    }

    private boolean hasRate() {
        return seconds > 0;
    }

    /** Whether new connections are dropped. */
    private boolean isFull() {
        return count.limit() > 0 && count.entries() >= count.limit();
    }

    /** Seconds until the table is full at this pace; NaN when it does not fill, or has no limit. */
    double secondsUntilFull() {
        if (!hasRate() || change <= 0 || count.limit() == 0) return Double.NaN;
        return Math.max(0, count.limit() - count.entries()) / perSecond();
    }

    /** The part of the limit that is in use, 0 to 1 and sometimes above; NaN without a limit. */
    double fill() {
        return count.limit() == 0 ? Double.NaN : (double) count.entries() / count.limit();
    }

    /** For people. */
    public List<ScreenLine> lines() {
        List<String> parts = new ArrayList<>();
        if (count.limit() == 0) {
            parts.add(Text.counted(count.entries(), "entry", "entries") + ", no limit");
        } else {
            parts.add(
                    Text.count(count.entries())
                            + " of "
                            + Text.count(count.limit())
                            + " entries ("
                            + Text.percent(fill())
                            + ")");
        }
        if (hasRate()) parts.add(signed(perSecond()) + "/s");
        if (isFull()) parts.add("full: new connections are dropped");
        else if (!Double.isNaN(secondsUntilFull())) {
            // rather too short than too long
            parts.add("full in about " + Text.duration(Math.floor(secondsUntilFull())));
        }
        List<ScreenLine> lines = new ArrayList<>();
        Lines.wrap(lines, parts, isFull());
        return lines;
    }

    private static String signed(double value) {
        if (value == 0) return "+0";
        return (value < 0 ? "-" : "+") + Text.rate(Math.abs(value));
    }

    /** One JSON object on a line. */
    public void json(PrintWriter out) throws IOException {
        try (JsonGenerator json = JsonRenderer.generator(out)) {
            json.writeStartObject();
            json.writeStringField("schema", "syntop/1");
            json.writeStringField("command", "conntrack count");
            json.writeStringField("time", Text.isoNanos(epochNanos));
            json.writeNumberField("entries", count.entries());
            if (count.limit() > 0) {
                json.writeNumberField("limit", count.limit());
                json.writeNumberField("fill", Lines.rounded(fill()));
            }
            if (hasRate()) {
                json.writeNumberField("seconds", seconds);
                json.writeNumberField("perSecond", Lines.rounded(perSecond()));
            }
            if (!Double.isNaN(secondsUntilFull())) {
                json.writeNumberField("secondsUntilFull", Lines.rounded(secondsUntilFull()));
            }
            json.writeEndObject();
            json.writeRaw('\n');
        }
    }

    /**
     * A CSV record.
     *
     * @param head whether the header line comes before it
     */
    public void csv(PrintWriter out, boolean head) {
        if (head) out.print("time,entries,limit,fill,perSecond,secondsUntilFull\n");
        out.print(
                String.join(
                                ",",
                                Text.isoNanos(epochNanos),
                                Long.toString(count.entries()),
                                count.limit() == 0 ? "" : Long.toString(count.limit()),
                                plain(fill()),
                                hasRate() ? plain(perSecond()) : "",
                                plain(secondsUntilFull()))
                        + "\n");
    }

    private static String plain(double value) {
        if (Double.isNaN(value)) return "";
        String digits = Text.decimal(Math.abs(value), 4).replace(",", "");
        return value < 0 ? "-" + digits : digits;
    }
}

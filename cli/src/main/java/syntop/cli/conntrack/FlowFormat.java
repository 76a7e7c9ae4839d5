package syntop.cli.conntrack;

import syntop.analyzer.count.Addresses;
import syntop.cli.render.Text;
import syntop.linux.conntrack.Flow;
import syntop.linux.conntrack.FlowState;
import syntop.linux.conntrack.Tuple;

/**
 * One connection, or event, as text: numbers, addresses and known words alone, so there is nothing
 * to escape. One thread. Allocates nothing for a connection, but a text for each second of events.
 */
public abstract class FlowFormat {
    private static final int WIDTH = 80;
    private static final int EVENT_WIDTH = 9;
    private static final int PROTOCOL_WIDTH = 9;
    private static final int STATE_WIDTH = 13;
    private static final int TIMEOUT_WIDTH = 9;

    private long second = Long.MIN_VALUE;
    private String secondText;

    private FlowFormat() {}

    /**
     * For people: at most 80 columns, on two lines where IPv6 needs them, and one more for what is
     * translated.
     *
     * @param events whether these are events, not entries of the table
     */
    public static FlowFormat table(boolean events) {
        return new Table(events);
    }

    /** One JSON object a line. */
    public static FlowFormat json() {
        return new Json();
    }

    /**
     * CSV with a header line.
     *
     * @param events as for {@link #table}
     */
    public static FlowFormat csv(boolean events) {
        return new Csv(events);
    }

    /** What stands before the first one: whole lines, or nothing. */
    public abstract String head();

    /**
     * Appends whole lines. Hot path.
     *
     * @param epochNanos time of an event, ns since 1970-01-01 UTC; of no use for the table's
     *     entries
     */
    public abstract void append(StringBuilder out, Flow flow, long epochNanos);

    /** ISO 8601 in UTC, to the nanosecond. */
    final void time(StringBuilder out, long epochNanos) {
        long now = Math.floorDiv(epochNanos, 1_000_000_000L);
        if (now != second) {
            second = now;
            secondText = Text.time(now).replace(' ', 'T') + '.';
        }
        out.append(secondText);
        long fraction = Math.floorMod(epochNanos, 1_000_000_000L);
        for (long digit = 100_000_000; digit > 0; digit /= 10) {
            out.append((char) ('0' + fraction / digit % 10));
        }
        out.append('Z');
    }

    private static String event(Flow flow) {
        return switch (flow.event()) {
            case NEW -> "new";
            case UPDATE -> "update";
            case DESTROY -> "destroy";
        };
    }

    private static void padded(StringBuilder out, String text, int width) {
        out.append(text);
        for (int i = text.length(); i < width; i++) out.append(' ');
    }

    private static final class Table extends FlowFormat {
        private static final int MARGIN = 2;

        private final boolean events;
        private final int indent;

        Table(boolean events) {
            this.events = events;
            indent =
                    (events ? EVENT_WIDTH : 0)
                            + PROTOCOL_WIDTH
                            + STATE_WIDTH
                            + (events ? 0 : TIMEOUT_WIDTH);
        }

        @Override
        public String head() {
            StringBuilder out = new StringBuilder();
            if (events) padded(out, "EVENT", EVENT_WIDTH);
            padded(out, "PROTOCOL", PROTOCOL_WIDTH);
            padded(out, "STATE", STATE_WIDTH);
            if (!events) out.append(" TIMEOUT ");
            return out.append("SOURCE > DESTINATION\n").toString();
        }

        @Override
        public void append(StringBuilder out, Flow flow, long epochNanos) {
            int start = out.length();
            if (events) padded(out, event(flow), EVENT_WIDTH);
            padded(out, Protocols.name(flow.protocol()), PROTOCOL_WIDTH);
            padded(out, flow.state().key(), STATE_WIDTH);
            if (!events) timeout(out, flow.timeoutSeconds());
            ends(out, start, flow.original());
            Tuple original = flow.original();
            if (original.icmpType() >= 0) {
                out.append(" type ").append(original.icmpType());
                out.append(" id ").append(original.icmpId());
            }
            out.append('\n');
            if (!flow.isTranslated()) return;
            start = out.length();
            padded(out, "", indent - "replies: ".length());
            out.append("replies: ");
            ends(out, start, flow.reply());
            out.append('\n');
        }

        /** Right-aligned seconds, or - where they are not told. */
        private static void timeout(StringBuilder out, long seconds) {
            int at = out.length();
            if (seconds < 0) out.append('-');
            else out.append(seconds).append('s');
            int missing = TIMEOUT_WIDTH - 1 - (out.length() - at);
            for (int i = 0; i < missing; i++) out.insert(at, ' ');
            out.append(' ');
        }

        /** Both ends, the second one on a line of its own where it would not fit. */
        private void ends(StringBuilder out, int start, Tuple tuple) {
            end(out, tuple.sourceHi(), tuple.sourceLo(), tuple.sourcePort());
            out.append(" > ");
            int at = out.length();
            end(out, tuple.destinationHi(), tuple.destinationLo(), tuple.destinationPort());
            if (out.length() - start <= WIDTH) return;
            out.insert(at - 1, '\n'); // "source >" ends the line
            out.deleteCharAt(at); // the blank behind >
            for (int i = 0; i < indent + MARGIN; i++) out.insert(at, ' ');
        }

        private static void end(StringBuilder out, long hi, long lo, int port) {
            boolean brackets = port >= 0 && !Addresses.isV4(hi, lo);
            if (brackets) out.append('[');
            Addresses.append(out, hi, lo);
            if (brackets) out.append(']');
            if (port >= 0) out.append(':').append(port);
        }
    }

    private static final class Json extends FlowFormat {
        @Override
        public String head() {
            return "";
        }

        @Override
        public void append(StringBuilder out, Flow flow, long epochNanos) {
            out.append('{');
            if (flow.event() != null) {
                out.append("\"event\":\"").append(event(flow)).append("\",\"time\":\"");
                time(out, epochNanos);
                out.append("\",");
            }
            out.append("\"family\":\"").append(flow.family() == Flow.IPV4 ? "ipv4" : "ipv6");
            out.append("\",\"protocol\":\"").append(Protocols.name(flow.protocol()));
            out.append("\",\"state\":\"").append(flow.state().key());
            out.append("\",\"replied\":").append(flow.isReplied());
            out.append(",\"assured\":").append(flow.isAssured());
            number(out, "timeoutSeconds", flow.timeoutSeconds());
            out.append(',');
            tuple(out, flow.original());
            number(out, "packets", flow.originalPackets());
            number(out, "bytes", flow.originalBytes());
            out.append(",\"reply\":{");
            tuple(out, flow.reply());
            number(out, "packets", flow.replyPackets());
            number(out, "bytes", flow.replyBytes());
            out.append("},\"translated\":").append(flow.isTranslated());
            if (flow.mark() != 0) number(out, "mark", flow.mark());
            if (flow.zone() != 0) number(out, "zone", flow.zone());
            number(out, "id", flow.id());
            out.append("}\n");
        }

        private static void tuple(StringBuilder out, Tuple tuple) {
            out.append("\"source\":\"");
            Addresses.append(out, tuple.sourceHi(), tuple.sourceLo());
            out.append('"');
            number(out, "sourcePort", tuple.sourcePort());
            out.append(",\"destination\":\"");
            Addresses.append(out, tuple.destinationHi(), tuple.destinationLo());
            out.append('"');
            number(out, "destinationPort", tuple.destinationPort());
            number(out, "icmpType", tuple.icmpType());
            number(out, "icmpCode", tuple.icmpCode());
            number(out, "icmpId", tuple.icmpId());
        }

        private static void number(StringBuilder out, String name, long value) {
            if (value < 0) return;
            out.append(",\"").append(name).append("\":").append(value);
        }
    }

    private static final class Csv extends FlowFormat {
        private final boolean events;

        Csv(boolean events) {
            this.events = events;
        }

        @Override
        public String head() {
            return (events ? "event,time," : "")
                    + "family,protocol,state,timeoutSeconds,source,sourcePort,destination,"
                    + "destinationPort,replySource,replySourcePort,replyDestination,"
                    + "replyDestinationPort,packets,bytes,replyPackets,replyBytes\n";
        }

        @Override
        public void append(StringBuilder out, Flow flow, long epochNanos) {
            if (events) {
                out.append(event(flow)).append(',');
                time(out, epochNanos);
                out.append(',');
            }
            FlowState state = flow.state();
            out.append(flow.family() == Flow.IPV4 ? "ipv4," : "ipv6,");
            out.append(Protocols.name(flow.protocol())).append(',').append(state.key());
            number(out, flow.timeoutSeconds());
            tuple(out, flow.original());
            tuple(out, flow.reply());
            number(out, flow.originalPackets());
            number(out, flow.originalBytes());
            number(out, flow.replyPackets());
            number(out, flow.replyBytes());
            out.append('\n');
        }

        private static void tuple(StringBuilder out, Tuple tuple) {
            out.append(',');
            Addresses.append(out, tuple.sourceHi(), tuple.sourceLo());
            number(out, tuple.sourcePort());
            out.append(',');
            Addresses.append(out, tuple.destinationHi(), tuple.destinationLo());
            number(out, tuple.destinationPort());
        }

        private static void number(StringBuilder out, long value) {
            out.append(',');
            if (value >= 0) out.append(value);
        }
    }
}

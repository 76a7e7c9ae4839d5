package syntop.cli.conntrack;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import syntop.linux.conntrack.Flow;

/** Names of the protocols over IP. */
public final class Protocols {
    private static final Map<String, Integer> NUMBERS =
            new TreeMap<>(
                    Map.of(
                            "ah", 51,
                            "dccp", 33,
                            "esp", 50,
                            "gre", 47,
                            "icmp", Flow.ICMP,
                            "icmpv6", Flow.ICMPV6,
                            "sctp", 132,
                            "tcp", Flow.TCP,
                            "udp", Flow.UDP,
                            "udplite", 136));

    private static final String[] NAMES = new String[256];

    static {
        for (int i = 0; i < NAMES.length; i++) NAMES[i] = Integer.toString(i);
        NUMBERS.forEach((name, number) -> NAMES[number] = name);
    }

    private Protocols() {}

    /** The name of a protocol, or its number as text. */
    public static String name(int number) {
        return NAMES[number];
    }

    /**
     * The numbers of a protocol: icmp stands for that of IPv6 too.
     *
     * @param text a name or a number
     * @throws IllegalArgumentException with a message for the user
     */
    public static List<Integer> parse(String text) {
        if (text.equals("icmp")) return List.of(Flow.ICMP, Flow.ICMPV6);
        Integer number = NUMBERS.get(text);
        if (number != null) return List.of(number);
        if (text.matches("\\d{1,3}") && Integer.parseInt(text) < NAMES.length) {
            return List.of(Integer.parseInt(text));
        }
        throw new IllegalArgumentException(
                "no such protocol: "
                        + text
                        + "; there are "
                        + String.join(", ", NUMBERS.keySet())
                        + " and the numbers 0 to 255");
    }
}

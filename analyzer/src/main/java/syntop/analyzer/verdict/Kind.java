package syntop.analyzer.verdict;

/** What a verdict says; the later, the worse. */
public enum Kind {
    /** Too little was seen, or only one direction of it. */
    NOT_ENOUGH_EVIDENCE("not-enough-evidence", "NOT ENOUGH EVIDENCE", ""),
    /** Nothing stands out. */
    NORMAL("normal", "NORMAL", "Nothing to do."),
    /** Many clients, and they complete. */
    BUSY(
            "busy",
            "BUSY, real clients",
            "Do not block: they complete. Add capacity, or limit requests where they are served."),
    /** One source with most of the requests, and they complete. */
    SINGLE_CLIENT(
            "single-client",
            "SINGLE HEAVY CLIENT",
            "Find out whose address it is: many people may stand behind it (NAT, a proxy). If none"
                    + " do, limiting or blocking this one address is enough."),
    /** A source that tries many targets. */
    SCAN(
            "scan",
            "SCAN",
            "Common on the Internet. Close what need not be open; block the source if it is a"
                    + " nuisance."),
    /** Answers to SYNs that were sent in the name of our addresses. */
    BACKSCATTER(
            "backscatter",
            "BACKSCATTER",
            "Somebody sends SYNs in the name of your addresses, to flood the senders of these"
                    + " answers, or you with them. The senders are victims: do not block them. A"
                    + " stateful firewall drops such answers."),
    /** Requests are not answered, or refused, or not completed, and the clients are real. */
    HANDSHAKES_FAILING(
            "handshakes-failing",
            "HANDSHAKES FAIL",
            "Look at the server and the way to it, not at the clients: is the service up, does a"
                    + " firewall drop?"),
    /** Many addresses of one prefix ask and never complete: the prefix is the victim. */
    CARPET(
            "carpet",
            "REFLECTION through this host",
            "Do not block the prefix for good: it is the victim, its addresses are forged. Limit"
                    + " SYN-ACKs to it, set tcp_synack_retries to 1 or 2."),
    /** Requests from real sources that are not completed. */
    FLOOD("flood", "FLOOD, real sources", "Few or returning addresses: limit or block them. ", ""),
    /** Requests from forged sources. */
    FLOOD_FORGED(
            "flood-forged",
            "FLOOD, sources forged",
            "Do not block by address: the addresses are forged. ",
            " Ask upstream, or drop by signature: syntop block --by signature."),
    /** This host floods others. */
    OUTBOUND_FLOOD(
            "outbound-flood",
            "THIS HOST FLOODS OUT",
            "Take the program that sends it off the network; the host may be broken into.");

    /** Of a scan by a host of ours. */
    private static final String OWN_SCAN =
            "It is one of your own hosts: find the program that does it; unless it is meant to, the"
                    + " host may be broken into.";

    private final String key;
    private final String title;
    private final String advice;
    private final String afterCookies; // null: SYN cookies are of no matter

    Kind(String key, String title, String advice) {
        this(key, title, advice, null);
    }

    /** With what to do about SYN cookies in the midst of the advice. */
    Kind(String key, String title, String advice, String afterCookies) {
        this.key = key;
        this.title = title;
        this.advice = advice;
        this.afterCookies = afterCookies;
    }

    /** The name in JSON; it never changes. */
    public String key() {
        return key;
    }

    /** The name in text for people. */
    public String title() {
        return title;
    }

    /**
     * What to do, in a sentence or two; may be empty.
     *
     * @param server what is known of the server, or null
     */
    String advice(ServerCounts server) {
        return afterCookies == null ? advice : advice + cookies(server) + afterCookies;
    }

    /** What to do about who scans. */
    String advice(boolean ours) {
        return ours ? OWN_SCAN : advice;
    }

    private static String cookies(ServerCounts server) {
        if (server == null) return "Keep SYN cookies on.";
        return switch (server.cookies()) {
            case ON -> "SYN cookies are on: leave them on.";
            case OFF -> "SYN cookies are off: sysctl -w net.ipv4.tcp_syncookies=1.";
            case MISSING -> "This kernel has no SYN cookies: use one that has.";
        };
    }

    /** Whether somebody is under attack by a flood of any direction. */
    public boolean isFlood() {
        return ordinal() >= CARPET.ordinal();
    }
}

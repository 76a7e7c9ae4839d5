package syntop.cli.block;

/** The TCP options as they stand in a header: RFC 9293, 3.2; RFC 7323; RFC 2018. */
enum OptionBytes {
    /** End of the list; what follows is padding. */
    eol(0, 1),
    /** No operation. */
    nop(1, 1),
    /** Maximum segment size: two bytes of value. */
    mss(2, 4),
    /** Window scale: one byte of value. */
    ws(3, 3),
    /** Selective acknowledgements permitted. */
    sok(4, 2),
    /** Timestamps: eight bytes of value. */
    ts(8, 10),
    /** Fast Open: with a cookie of any length. */
    tfo(34, 0),
    /** MD5 or authentication: of either kind. */
    auth(0, 0),
    /** Any other. */
    other(0, 0);

    private final int kind;
    private final int length;

    OptionBytes(int kind, int length) {
        this.kind = kind;
        this.length = length;
    }

    /**
     * The option of a name.
     *
     * @throws IllegalArgumentException if there is none
     */
    static OptionBytes of(String name) {
        if (name.equals("?") || name.equals("...")) return other;
        if (name.equals("other")) throw new IllegalArgumentException("no TCP option: " + name);
        return valueOf(name);
    }

    /** The first byte. */
    int kind() {
        return kind;
    }

    /** All bytes, the first included; 0: it varies. */
    int length() {
        return length;
    }
}

package syntop.cli.conntrack;

/** By what tracked connections are counted. The names are those of the command line and JSON. */
public enum GroupBy {
    /** Who sent the first packet. */
    source,
    /** Its network: 24 bits of IPv4, 64 bits of IPv6. */
    prefix,
    /** Who it was sent to. */
    destination,
    /** The port it was sent to. */
    port,
    /** The protocol. */
    protocol,
    /** The state. */
    state
}

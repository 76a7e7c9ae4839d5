package syntop.cli.sockets;

/** By what sockets are counted. The names are those of the command line, JSON and CSV. */
public enum GroupBy {
    /** The address of the other end. */
    source,
    /** Its network: 24 bits of IPv4, 64 bits of IPv6. */
    prefix,
    /** The port at this end. */
    port,
    /** The program that holds the socket. */
    program,
    /** The state. */
    state
}

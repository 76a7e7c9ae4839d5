package syntop.linux.sockets;

/**
 * A process that holds sockets. Names come from outside: any process may choose its own.
 *
 * @param pid its number; 0 when it was not seen, and only the user is known, from the socket
 * @param name the kernel's name of it, at most 15 bytes; null when it was not seen
 * @param user the name of its user in /etc/passwd, or the number where it has none there
 * @param unit the systemd unit, such as {@code nginx.service}; null when there is none
 * @param container the kind and the first 12 digits of a container, such as {@code docker
 *     3f2a9c81d0be}; null when there is none
 */
public record Program(int pid, String name, String user, String unit, String container) {
    /** One of which only the user is known. */
    static Program unseen(String user) {
        return new Program(0, null, user, null, null);
    }

    /** Whether the process was seen. */
    public boolean isSeen() {
        return name != null;
    }
}

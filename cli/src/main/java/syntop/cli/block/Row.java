package syntop.cli.block;

import syntop.capture.decode.Prefix;

/**
 * What a source, or a network, asked for.
 *
 * @param prefix where from
 * @param requests its requests, 0 or more; its SYNs where requests were not told apart
 * @param failed those of them that came to nothing, 0 to {@code requests}; -1: unknown
 */
public record Row(Prefix prefix, long requests, long failed) {
    /** The requests that became connections; -1: unknown. */
    public long completed() {
        return failed < 0 ? -1 : requests - failed;
    }
}

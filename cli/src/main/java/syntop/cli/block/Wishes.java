package syntop.cli.block;

import java.time.Instant;
import java.util.List;

/**
 * What the user asks for.
 *
 * @param share of the attack that is to be held, above 0, to 1
 * @param networks whether networks may be blocked in place of their addresses
 * @param force whether to go on where it is refused
 * @param seconds how long it is to last
 * @param now when it begins
 * @param ports destination ports to limit it to; empty: none
 */
public record Wishes(
        double share,
        boolean networks,
        boolean force,
        long seconds,
        Instant now,
        List<Integer> ports) {}

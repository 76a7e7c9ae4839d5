package syntop.cli;

import java.util.List;
import java.util.Locale;
import syntop.capture.decode.Prefix;
import syntop.capture.live.Backend;
import syntop.capture.live.LiveOptions;
import syntop.capture.live.Losses;
import syntop.cli.render.KernelFilter;
import syntop.cli.render.LiveCapture;
import syntop.cli.values.Prefixes;

/**
 * What a live command watches, once options and defaults are put together.
 *
 * @param options what is opened
 * @param direction which destinations count
 */
record Watched(LiveOptions options, Direction direction) {
    /** Which destinations count. */
    enum Direction {
        /** The addresses of this host. */
        LOCAL,
        /** Networks that were given. */
        NET,
        /** Every one. */
        ALL
    }

    /** The networks of the destination; empty: all. */
    List<Prefix> nets() {
        return options.filter().nets();
    }

    /** For a report, with what was lost, and what the kernel lets through; null: everything. */
    LiveCapture capture(Losses losses, KernelFilter kernel, boolean complete) {
        return new LiveCapture(
                options.interfaceName(),
                name(options.backend()),
                options.filter().ports(),
                direction.name().toLowerCase(Locale.ROOT),
                nets().stream().map(Prefixes::text).toList(),
                losses.received(),
                losses.droppedByKernel(),
                losses.droppedByInterface(),
                kernel,
                complete);
    }

    private static String name(Backend backend) {
        return backend.name().toLowerCase(Locale.ROOT);
    }
}

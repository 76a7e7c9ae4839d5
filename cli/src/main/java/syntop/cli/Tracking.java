package syntop.cli;

import java.io.IOException;
import java.util.Set;
import java.util.function.Consumer;
import syntop.linux.conntrack.ConntrackCount;
import syntop.linux.conntrack.ConntrackStatistics;
import syntop.linux.conntrack.FlowEvent;
import syntop.linux.conntrack.FlowHandler;
import syntop.linux.netlink.DumpResult;

/** The connection tracking of a machine; tests put another in its place. */
interface Tracking {
    /** The table, as {@link syntop.linux.conntrack.Conntrack} reads it. */
    interface Table extends AutoCloseable {
        /** Hands over every tracked connection of a family, or of both. */
        DumpResult list(int family, FlowHandler handler) throws IOException;

        /** Hands over what each processor has counted. */
        DumpResult statistics(Consumer<ConntrackStatistics> handler) throws IOException;

        /** Makes {@link #list} end soon. Any thread. */
        void wake();

        @Override
        void close();
    }

    /** Events, as {@link syntop.linux.conntrack.ConntrackEvents} receives them. */
    interface Events extends AutoCloseable {
        /** Waits for an event, or for {@link #wake}. */
        void await(int timeoutMillis) throws IOException;

        /** Hands over what is there, up to a number of messages that it returns. */
        int read(int limit) throws IOException;

        /** Events lost so far. */
        long lost() throws IOException;

        /** Whether that is their number, and not only how often some were lost. */
        boolean isLossExact();

        /** Messages that could not be read. */
        long malformed();

        /** Ends {@link #await}. Any thread. */
        void wake();

        @Override
        void close();
    }

    /** How full the table is. */
    ConntrackCount count() throws IOException;

    /** Whether the kernel tells of events at all. */
    boolean tellsEvents() throws IOException;

    /** Opens the table. */
    Table open() throws IOException;

    /**
     * Listens to events.
     *
     * @param bufferBytes the kernel's room for them
     * @param handler takes them
     */
    Events events(Set<FlowEvent> events, int bufferBytes, FlowHandler handler) throws IOException;
}

package syntop.cli;

import java.io.IOException;
import java.util.Set;
import java.util.function.Consumer;
import syntop.linux.conntrack.Conntrack;
import syntop.linux.conntrack.ConntrackCount;
import syntop.linux.conntrack.ConntrackEvents;
import syntop.linux.conntrack.ConntrackStatistics;
import syntop.linux.conntrack.FlowEvent;
import syntop.linux.conntrack.FlowHandler;
import syntop.linux.netlink.DumpResult;

/** The connection tracking of the machine that syntop runs on. */
final class KernelTracking implements Tracking {
    @Override
    public ConntrackCount count() throws IOException {
        return ConntrackCount.read();
    }

    @Override
    public boolean tellsEvents() throws IOException {
        return ConntrackEvents.areTold();
    }

    @Override
    public Table open() throws IOException {
        return new KernelTable(new Conntrack());
    }

    @Override
    public Events events(Set<FlowEvent> events, int bufferBytes, FlowHandler handler)
            throws IOException {
        return new KernelEvents(new ConntrackEvents(events, bufferBytes, handler));
    }

    private record KernelTable(Conntrack conntrack) implements Table {
        @Override
        public DumpResult list(int family, FlowHandler handler) throws IOException {
            return conntrack.list(family, handler);
        }

        @Override
        public DumpResult statistics(Consumer<ConntrackStatistics> handler) throws IOException {
            return conntrack.statistics(handler);
        }

        @Override
        public void wake() {
            conntrack.wake();
        }

        @Override
        public void close() {
            conntrack.close();
        }
    }

    private record KernelEvents(ConntrackEvents events) implements Events {
        @Override
        public void await(int timeoutMillis) throws IOException {
            events.await(timeoutMillis);
        }

        @Override
        public int read(int limit) throws IOException {
            return events.read(limit);
        }

        @Override
        public long lost() throws IOException {
            return events.lost();
        }

        @Override
        public boolean isLossExact() {
            return events.isLossExact();
        }

        @Override
        public long malformed() {
            return events.malformed();
        }

        @Override
        public void wake() {
            events.wake();
        }

        @Override
        public void close() {
            events.close();
        }
    }
}

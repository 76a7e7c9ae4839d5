package syntop.cli;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import syntop.linux.conntrack.ConntrackCount;
import syntop.linux.conntrack.ConntrackStatistics;
import syntop.linux.conntrack.FlowEvent;
import syntop.linux.conntrack.FlowHandler;
import syntop.linux.conntrack.TestFlow;
import syntop.linux.netlink.DumpResult;

/** Connection tracking that tests make up; figures come one after the other, the last for good. */
final class FakeTracking implements Tracking {
    final List<TestFlow> flows = new ArrayList<>();
    final Deque<ConntrackCount> counts = new ArrayDeque<>(List.of(new ConntrackCount(5, 100)));
    final Deque<List<ConntrackStatistics>> statistics = new ArrayDeque<>();

    /** How a reading of the table goes; well, if there is none. */
    final Deque<DumpResult> results = new ArrayDeque<>();

    /** What each look for events finds; nothing once there is none. */
    final Deque<List<TestFlow>> events = new ArrayDeque<>();

    /** Events lost by each look. */
    final Deque<Long> losses = new ArrayDeque<>();

    boolean tellsEvents = true;
    boolean exact = true;
    long malformed;
    IOException refusal;
    Set<FlowEvent> asked;
    int bufferBytes;
    int lists;
    int open;

    private final FakeClock clock;

    FakeTracking(FakeClock clock) {
        this.clock = clock;
    }

    private static <T> T next(Deque<T> values) {
        return values.size() > 1 ? values.remove() : values.element();
    }

    @Override
    public ConntrackCount count() throws IOException {
        if (refusal != null) throw refusal;
        return next(counts);
    }

    @Override
    public boolean tellsEvents() {
        return tellsEvents;
    }

    @Override
    public Table open() throws IOException {
        if (refusal != null) throw refusal;
        open++;
        return new FakeTable();
    }

    @Override
    public Events events(Set<FlowEvent> kinds, int room, FlowHandler handler) throws IOException {
        if (refusal != null) throw refusal;
        asked = EnumSet.copyOf(kinds);
        bufferBytes = room;
        open++;
        return new FakeEvents(handler);
    }

    private final class FakeTable implements Table {
        private boolean woken;

        @Override
        public DumpResult list(int family, FlowHandler handler) {
            lists++;
            long given = 0;
            for (TestFlow flow : flows) {
                if (woken) return new DumpResult(given, 0, false, false);
                flow.giveTo(handler);
                given++;
            }
            return results.isEmpty() ? new DumpResult(given, 0, false, true) : results.remove();
        }

        @Override
        public DumpResult statistics(Consumer<ConntrackStatistics> handler) {
            List<ConntrackStatistics> all = next(statistics);
            all.forEach(handler);
            return new DumpResult(all.size(), malformed, false, true);
        }

        @Override
        public void wake() {
            woken = true;
        }

        @Override
        public void close() {
            open--;
        }
    }

    private final class FakeEvents implements Events {
        private final FlowHandler handler;
        private long lost;

        FakeEvents(FlowHandler handler) {
            this.handler = handler;
        }

        @Override
        public void await(int timeoutMillis) {
            clock.pass(1_000_000L * timeoutMillis);
        }

        @Override
        public int read(int limit) {
            if (!losses.isEmpty()) lost += losses.remove();
            if (events.isEmpty()) return 0;
            List<TestFlow> batch = events.remove();
            batch.forEach(flow -> flow.giveTo(handler));
            return batch.size();
        }

        @Override
        public long lost() {
            return lost;
        }

        @Override
        public boolean isLossExact() {
            return exact;
        }

        @Override
        public long malformed() {
            return malformed;
        }

        @Override
        public void wake() {}

        @Override
        public void close() {
            open--;
        }
    }
}

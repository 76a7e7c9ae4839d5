package syntop.cli.render;

import java.util.List;
import syntop.analyzer.Interval;
import syntop.analyzer.Snapshot;
import syntop.analyzer.SnapshotBuilder;
import syntop.analyzer.View;
import syntop.analyzer.Window;
import syntop.capture.batch.Outcome;

/** Reports of every kind, for the tests of the renderers. */
final class Reports {
    /** 2026-11-20 14:03:12 UTC. */
    static final long START = 1_795_183_392L * 1_000_000_000L;

    private static final long NANOS = 1_000_000_000L;

    private Reports() {}

    static Report of(Snapshot snapshot, String... files) {
        return new Report("replay", List.of(files), List.of("ETHERNET"), List.of(), snapshot);
    }

    /** IPv4 and IPv6 sources, other frames, half a minute. */
    static SnapshotBuilder mixed() {
        return new SnapshotBuilder(View.SOURCE)
                .interval(START, START + 29_700_000_000L)
                .row(0xC633_6418, 1_204)
                .row(0x2001_0db8_4b21_c371L, 0x0000_61b9_7bcd_0001L, 311)
                .row(0x2001_0db8_1234_5678L, 0x9abc_def0_1234_5678L, 40)
                .row(0xC000_024D, 12)
                .row(0, 1, 1) // ::1
                .sources(1_231)
                .frames(Outcome.SYN, 1_000)
                .frames(Outcome.SYN_ACK, 1_190)
                .frames(Outcome.OTHER_TCP, 3_709)
                .frames(Outcome.NOT_IP, 3)
                .peak(START / NANOS + 7, 244)
                .series(40, 90, 90, 200, 400, 300, 244, 0, 1, 1, 1, 2, 400, 400, 399);
    }

    /** The busiest half minute of a day. */
    static SnapshotBuilder window() {
        Interval day = new Interval(START - 40_000 * NANOS, START + 46_400 * NANOS);
        return mixed().window(new Window(30 * NANOS, true, day, 3, 1), 2_000);
    }

    /** Prefixes of both families; three of them carry four fifths. */
    static Snapshot byPrefix() {
        return new SnapshotBuilder(View.PREFIX)
                .interval(START, START + 30 * NANOS)
                .taggedRow(0, 0xFFFF_C612_0000L, 112L << 56 | 65_536, 984_112)
                .taggedRow(0x2001_0db8_4b21_c371L, 0, 64L << 56 | 1_000_000_000_000L, 21_480)
                .taggedRow(0, 0xFFFF_0A00_0000L, 104L << 56 | 16_777_216, 250_000)
                .sources(1_231)
                .build();
    }

    static Snapshot empty() {
        return new SnapshotBuilder(View.SOURCE).build();
    }

    static Snapshot noTimes() {
        return new SnapshotBuilder(View.SOURCE).row(0xC633_6407, 3).row(0xC633_6408, 1).build();
    }

    static Snapshot oneFrame() {
        return new SnapshotBuilder(View.SOURCE)
                .interval(START + 5, START + 5)
                .row(0xC633_6407, 1)
                .peak(START / NANOS, 1)
                .series(1)
                .build();
    }

    /** As a flood that runs over midnight at the rate of a full link, longest addresses. */
    static SnapshotBuilder huge(long largest) {
        SnapshotBuilder snapshot =
                new SnapshotBuilder(View.SOURCE).interval(START, START + 86_400 * NANOS);
        for (int i = 0; i < 12; i++) {
            long syns = Math.max(1, largest / (1L << 3 * i));
            snapshot.row(0xfd00_1111_2222_3333L, 0x4444_5555_6666_7770L + i, syns);
        }
        return snapshot.sources(4_000_000_000L)
                .frames(Outcome.OTHER_PORT, largest)
                .frames(Outcome.TRUNCATED, 7)
                .peak(START / NANOS + 40_000, largest / 80_000)
                .series(1, 2, 3, 4, 5, 6, 7, 8, 9, 8, 7, 6, 5, 4, 3, 2, 1, 2, 3, 4, 5, 6, 7, 8);
    }

    static Snapshot byPort() {
        return new SnapshotBuilder(View.PORT)
                .interval(START, START + 2_500_000) // 2.5 ms
                .row(0, 443, 800)
                .row(0, 0, 100)
                .row(0, 65_535, 100)
                .sources(97)
                .frames(Outcome.MALFORMED, 1)
                .peak(START / NANOS, 1_000)
                .series(1_000)
                .build();
    }

    /** Every outcome with a count of this many digits. */
    static Snapshot everyOutcome(int digits) {
        long count = Long.parseLong("123456789012345".substring(0, digits));
        SnapshotBuilder snapshot = new SnapshotBuilder(View.SOURCE).interval(START, START + NANOS);
        for (int i = 0; i < Outcome.COUNT; i++) {
            snapshot.frames(Outcome.of(i), count + i);
        }
        return snapshot.build();
    }
}

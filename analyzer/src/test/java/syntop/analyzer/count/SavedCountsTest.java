package syntop.analyzer.count;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a file may hold that has the right checksums, and what is wrong with it. */
class SavedCountsTest {
    private final List<Object> values = new ArrayList<>();

    private SavedCountsTest head(long shift, long panes) {
        values.addAll(List.of(0L, shift, panes)); // no sketch
        return this;
    }

    /** A pane with these numbers for one kind, and nothing for all others. */
    private SavedCountsTest pane(long index, long syns, Kind kind, long... numbers) {
        values.addAll(List.of(SavedCounts.zigzag(index), syns));
        for (Kind each : Kind.ALL) {
            values.add(each.name());
            values.add(0L); // error
            if (each == kind) {
                for (long number : numbers) {
                    values.add(number);
                }
            }
            values.add(0L); // end of the kind
        }
        return this;
    }

    private void check() throws IOException {
        ObjectSource numbers = new ObjectSource(new ArrayDeque<>(values));
        SavedCounts.read(numbers, null);
        assertEquals(0, numbers.values().size());
        PaneStore store = new PaneStore(1 << 24);
        SavedCounts.read(
                new ObjectSource(new ArrayDeque<>(values)),
                new SavedCounts.PaneSink(new Course(store), store));
        values.clear();
    }

    private void assertRefused(String reason) {
        IOException e = assertThrows(IOException.class, this::check);
        assertEquals(reason, e.getMessage());
        values.clear();
    }

    @Test
    void panesAreInOrderOnceAndThoseWithoutATimeLast() throws IOException {
        head(0, 3).pane(-5, 0, null).pane(-4, 0, null).pane(Strays.UNTIMED, 0, null).check();
        head(0, 1).pane(Strays.UNTIMED, 0, null).check();
        head(0, 0).check();
        head(0, 2).pane(7, 0, null).pane(7, 0, null).assertRefused("panes not in order");
        head(0, 2).pane(7, 0, null).pane(6, 0, null).assertRefused("panes not in order");
        head(0, 2).pane(Strays.UNTIMED, 0, null).assertRefused("panes not in order");
        head(0, Course.MOST + 2L).assertRefused(Course.MOST + 2 + " of " + (Course.MOST + 1));
    }

    /** Times are ns in a long: from 1677 to 2262. */
    @ParameterizedTest
    @CsvSource({"0", "1", "5", "20", "33", "40"})
    void panesLieWhereALongHoldsTheirTimes(int shift) throws IOException {
        long last = Math.floorDiv(Long.MAX_VALUE, 1_000_000_000L) >> shift;
        long first = Math.floorDiv(Long.MIN_VALUE + 1, 1_000_000_000L) >> shift;
        head(shift, 1).pane(last, 0, null).check();
        head(shift, 1).pane(first, 0, null).check();
        head(shift, 1).pane(last + 2, 0, null).assertRefused("a pane is past the end of time");
        head(shift, 1).pane(first - 2, 0, null).assertRefused("a pane is past the end of time");
    }

    @Test
    void panesAreNoLongerThanAllTime() {
        head(41, 0).assertRefused("41 of 40");
    }

    @Test
    void partsAreNotMoreThanTheWhole() throws IOException {
        for (Kind kind : Kind.ALL) {
            long[] key = kind.stride == Run.NARROW ? new long[] {5, 1} : new long[] {5, 1, 1, 1};
            head(0, 1).pane(0, 5, kind, key).check();
            head(0, 1).pane(0, 4, kind, key).assertRefused("parts exceed the whole");
        }
        head(0, 1).pane(0, 5, Kind.V4, 3, 1, 2, 1).check();
        head(0, 1).pane(0, 5, Kind.V4, 3, 1, 3, 1).assertRefused("parts exceed the whole");
    }

    /** A source is of one family. */
    @Test
    void sourcesOfAllKindsAreNotMoreThanTheWhole() throws IOException {
        head(0, 1).pane(0, 8, Kind.V4, 5, 1);
        int v6 = values.indexOf(Kind.V6.name());
        values.addAll(v6 + 2, List.of(3L, 1L, 1L, 0L));
        check();
        head(0, 1).pane(0, 7, Kind.V4, 5, 1);
        values.addAll(v6 + 2, List.of(3L, 1L, 1L, 0L));
        assertRefused("parts exceed the whole");
    }

    @Test
    void keysAreInOrder() throws IOException {
        String reason = "keys not in order";
        head(0, 1).pane(0, 9, Kind.V4, 1, 0, 1, 1, 1, Run.FULL - 1).check(); // 0, 1, the last
        head(0, 1).pane(0, 9, Kind.V4, 1, 0, 1, 0).assertRefused(reason);
        head(0, 1).pane(0, 9, Kind.V4, 1, 2, 1, Run.FULL - 1).assertRefused(reason);
        head(0, 1).pane(0, 9, Kind.V4, 1, Run.FULL + 1).assertRefused("4294967296 of 4294967295");
        // upper half, lower half, tag: of the same upper half what the lower one has more
        head(0, 1).pane(0, 9, Kind.V6, 1, 0, 0, 0, 1, 0, 1, 0, 1, 1, 0, 0, 1, -2, -1, 0).check();
        head(0, 1).pane(0, 9, Kind.TARGET, 1, 7, 7, 80, 1, 0, 0, 81, 1, 0, 1, 3).check();
        head(0, 1).pane(0, 9, Kind.TARGET, 1, 7, 7, 80, 1, 0, 0, 80).assertRefused(reason);
        head(0, 1).pane(0, 9, Kind.TARGET, 1, 7, 7, 80, 1, 0, 0, 79).assertRefused(reason);
        head(0, 1).pane(0, 9, Kind.TARGET, 1, 7, 7, 80, 1, 0, -1, 81).assertRefused(reason);
        head(0, 1).pane(0, 9, Kind.TARGET, 1, 7, 7, 80, 1, -1, 9, 81).assertRefused(reason);
        head(0, 1).pane(0, 9, Kind.TARGET, 1, 7, 7, 65_536).assertRefused("65536 of 65535");
    }

    @Test
    void countsStayInALong() {
        long[] keys = new long[2 * 129];
        for (int i = 0; i < keys.length; i += 2) {
            keys[i] = 1L << 48;
            keys[i + 1] = 1;
        }
        head(0, 1).pane(0, 1, Kind.PORT, keys).assertRefused("counts are too large");
        head(0, 1)
                .pane(0, 1, Kind.PORT, (1L << 48) + 1, 1)
                .assertRefused((1L << 48) + 1 + " of " + (1L << 48));
    }

    @Test
    void everyKindIsThere() {
        head(0, 1).pane(0, 1, null);
        values.set(values.indexOf(Kind.PORT.name()), "OTHER");
        assertRefused("PORT is missing");
    }

    @Test
    void sketchesHoldWhatKeysLeave() throws IOException {
        byte[] registers = new byte[HyperLogLog.REGISTERS];
        registers[5] = 51;
        values.addAll(List.of(1L, 77L, registers.clone(), 0L, 0L));
        check();
        registers[5] = 52;
        values.addAll(List.of(1L, 77L, registers.clone(), 0L, 0L));
        assertRefused("a register is too large");
    }
}

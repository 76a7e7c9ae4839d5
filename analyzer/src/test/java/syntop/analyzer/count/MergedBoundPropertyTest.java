package syntop.analyzer.count;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import syntop.analyzer.SynBatches;
import syntop.capture.batch.SegmentBatch;

/**
 * Parts of a capture that were counted apart, with so little memory that each dropped sources, and
 * merged in any order and shape of a tree: against a map of the whole.
 */
class MergedBoundPropertyTest {
    private static final int SEEDS = Integer.getInteger("syntop.seeds", 200); // fewer for PIT
    private static final int ROWS = 200;
    private static final int CHUNK = 16; // longs

    /** Keeps what is saved, as objects. */
    private record Saved(ArrayDeque<Object> values) implements NumberSink {
        @Override
        public void number(long value) {
            values.add(value);
        }

        @Override
        public void bytes(byte[] bytes) {
            values.add(bytes.clone());
        }

        @Override
        public void text(String text) {
            values.add(text);
        }
    }

    /** Counts within a little memory of its own. */
    private static final class Node {
        final PaneStore store;
        final Course course;

        Node(SplittableRandom random) {
            store = new PaneStore(new Chunks((2_000 + random.nextInt(3_000)) * 8L, CHUNK));
            course = new Course(store);
        }

        ArrayDeque<Object> save() throws IOException {
            ArrayDeque<Object> values = new ArrayDeque<>();
            SavedCounts.write(course, store, new Saved(values));
            return values;
        }

        void load(ArrayDeque<Object> values) throws IOException {
            SavedCounts.read(new ObjectSource(values), new SavedCounts.PaneSink(course, store));
            assertEquals(0, values.size());
        }

        Counted counted() {
            List<Pane> all = course.all();
            return RunQuery.counted(all, store.dropped(all), Keys.SOURCE, 0, 0, 0, Span.NONE);
        }
    }

    private final OpenTables tables =
            new OpenTables(CountOptions.DEFAULT, 1 << 20, new RunSort()); // empty between parts
    private final SegmentBatch batch = new SegmentBatch(ROWS);
    private final int[] rows = new int[ROWS];

    private ArrayDeque<Object> count(List<int[]> syns, SplittableRandom random) throws IOException {
        Node node = new Node(random);
        for (int i = 0; i < syns.size(); i++) {
            SynBatches.synV4(batch, 0, syns.get(i)[0], 80);
            boolean turns = i + 1 == syns.size() || syns.get(i + 1)[1] != syns.get(i)[1];
            if (!batch.isFull() && !turns) continue;
            tables.add(batch, rows, 0, batch.size());
            batch.clear();
            int second = syns.get(i)[1];
            node.store.seal(tables, () -> node.course.at(second, 0));
        }
        return node.save();
    }

    /** A source and a second each, in the order of the seconds. */
    private static List<int[]> traffic(SplittableRandom random) {
        List<int[]> syns = new ArrayList<>();
        int n = 2_000 + random.nextInt(4_000);
        int seconds = 1 + random.nextInt(4);
        for (int i = 0; i < n; i++) {
            boolean heavy = random.nextInt(5) == 0;
            int source = heavy ? (int) Math.exp(random.nextDouble() * 6) : random.nextInt();
            syns.add(new int[] {source, i * seconds / n});
        }
        return syns;
    }

    private static int part(
            int how, int[] syn, int i, int all, int parts, SplittableRandom random) {
        return switch (how) {
            case 0 -> random.nextInt(parts);
            case 1 -> i * parts / all;
            case 2 -> Math.floorMod(syn[0], parts);
            default -> i % parts;
        };
    }

    @Test
    void whatIsMergedInAnyWayKeepsItsBound() throws IOException {
        Arrays.setAll(rows, i -> i);
        int bounded = 0;
        for (int seed = 0; seed < SEEDS; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            List<int[]> syns = traffic(random);
            int parts = 1 + random.nextInt(6);
            List<List<int[]>> split = new ArrayList<>();
            for (int part = 0; part < parts; part++) {
                split.add(new ArrayList<>());
            }
            Map<Long, Long> exact = new HashMap<>();
            for (int i = 0; i < syns.size(); i++) {
                int[] syn = syns.get(i);
                split.get(part(seed % 4, syn, i, syns.size(), parts, random)).add(syn);
                exact.merge(SynBatches.mapped(syn[0]), 1L, Long::sum);
            }
            List<ArrayDeque<Object>> tree = new ArrayList<>();
            for (List<int[]> part : split) {
                tree.add(count(part, random));
            }
            Collections.shuffle(tree, new Random(seed));
            Node root = null;
            while (root == null || tree.size() > 1) {
                root = new Node(random);
                int take = Math.min(tree.size(), 1 + random.nextInt(3));
                List<ArrayDeque<Object>> some = tree.subList(0, take);
                for (ArrayDeque<Object> each : some) {
                    root.load(each);
                }
                some.clear();
                tree.add(random.nextInt(tree.size() + 1), root.save());
            }
            if (check(root.counted(), exact, "seed=" + seed)) bounded++;
        }
        assertTrue(bounded > SEEDS / 2, "too few were cut: " + bounded);
    }

    private static boolean check(Counted counted, Map<Long, Long> exact, String message) {
        long syns = exact.values().stream().mapToLong(Long::longValue).sum();
        assertEquals(syns, counted.syns(), message);
        assertTrue(counted.error() <= syns, message);
        Ranking ranking = counted.rows();
        Map<Long, Long> lost = new HashMap<>(exact);
        for (int row = 0; row < ranking.size(); row++) {
            lost.merge(ranking.lo(row), -ranking.count(row), Long::sum);
        }
        assertEquals(exact.size(), lost.size(), message + ": one that never was");
        for (Map.Entry<Long, Long> source : lost.entrySet()) {
            long loss = source.getValue();
            assertTrue(loss >= 0 && loss <= counted.error(), message + " lost " + source);
        }
        assertEquals(
                exact.size(),
                (double) counted.sources(),
                Math.ceil(3 * counted.sourceError() * exact.size()),
                message);
        return counted.error() > 0;
    }
}

package syntop.analyzer.count;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Scanner;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import syntop.analyzer.SynBatches;
import syntop.capture.batch.SegmentBatch;

/** Sources that are all distinct, in a JVM of its own with hardly more memory than the budget. */
@Tag("slow") // has a JVM of its own, which PIT does not see into
@Timeout(120)
class FloodInSmallHeapTest {
    private static final int SYNS = 16 << 20;
    private static final int ROWS = 1_024;

    @Test
    void countsOnInTheBudgetAndAllocatesNothing() throws Exception {
        List<String> command =
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx88m", // 64 MiB of tables
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        FloodInSmallHeapTest.class.getName());
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try (Scanner out = new Scanner(process.getInputStream(), "UTF-8").useDelimiter("\\A")) {
            String text = out.hasNext() ? out.next() : "";
            assertEquals(0, process.waitFor(), text);
            Scanner words = new Scanner(text);
            long syns = words.nextLong();
            long error = words.nextLong();
            long sources = words.nextLong();
            long heaviest = words.nextLong();
            long allocated = words.nextLong();
            assertEquals(0, words.nextLong(), "full collections");
            assertEquals(SYNS + SYNS / 64, syns);
            assertTrue(heaviest <= SYNS / 64 && heaviest >= SYNS / 64 - error, text);
            // a cut drops counts of one, and gives back a sixteenth of the budget at the least
            assertTrue(error >= 1 && error <= 16L * (SYNS * 8L / CountOptions.MIN_MEMORY), text);
            assertEquals(1, sources / (double) SYNS, 0.03, text);
            // what the counting thread asks of the other for each table, not for each packet
            assertTrue(allocated < 64 << 10, text);
        }
    }

    /** Counts, and prints what came of it. */
    public static void main(String[] args) throws Exception {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        Counting counting =
                new Counting(
                        new CountOptions(CountOptions.MIN_MEMORY, 0, false, false, false, false));
        SegmentBatch batch = new SegmentBatch(ROWS);
        int[] rows = new int[ROWS];
        Arrays.setAll(rows, i -> i);
        long before = 0;
        long fullBefore = 0;
        long heavy = 0;
        for (int i = 0; i < SYNS; i++) {
            if (i == SYNS / 2) {
                fullBefore = fullCollections();
                before = threads.getCurrentThreadAllocatedBytes();
            }
            SynBatches.synV4(batch, 0, i * 0x9E37_79B9, 80); // odd: each address once
            if (batch.isFull()) flush(counting, batch, rows);
            if (i % 64 != 0) continue;
            heavy++;
            SynBatches.syn(batch, 0, 0x2001_0db8L << 32, 1);
            if (batch.isFull()) flush(counting, batch, rows);
        }
        flush(counting, batch, rows);
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        long fullCollections = fullCollections() - fullBefore;
        Counted counted = counting.everything(Keys.SOURCE, 1).get();
        System.out.println(
                counted.syns()
                        + " "
                        + counted.error()
                        + " "
                        + (counted.sources() - (heavy > 0 ? 1 : 0))
                        + " "
                        + counted.rows().count(0)
                        + " "
                        + allocated
                        + " "
                        + fullCollections);
    }

    private static long fullCollections() {
        return ManagementFactory.getGarbageCollectorMXBeans().stream()
                .filter(each -> each.getName().equals("MarkSweepCompact"))
                .mapToLong(GarbageCollectorMXBean::getCollectionCount)
                .findFirst()
                .orElseThrow();
    }

    private static void flush(Counting counting, SegmentBatch batch, int[] rows) {
        counting.add(batch, rows, batch.size());
        batch.clear();
    }
}

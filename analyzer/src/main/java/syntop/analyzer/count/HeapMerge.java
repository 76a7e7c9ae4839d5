package syntop.analyzer.count;

import java.util.List;

/** Runs of any entries as one: a heap of cursors; a step costs the logarithm of their number. */
final class HeapMerge extends RunMerge {
    private final RunCursor[] heap; // each stands on a key; the least on top
    private int size;

    /** Makes a merge of cursors that stand before their first entries. */
    HeapMerge(List<RunCursor> cursors) {
        heap = new RunCursor[cursors.size()];
        for (RunCursor cursor : cursors) {
            if (cursor.next()) heap[size++] = cursor;
        }
        for (int i = size / 2 - 1; i >= 0; i--) {
            sink(i);
        }
    }

    @Override
    boolean next() {
        if (size == 0) return false;
        RunCursor top = heap[0];
        hi = top.hi;
        lo = top.lo;
        tag = top.tag;
        long sum = 0;
        do {
            sum += top.count;
            if (!top.next()) heap[0] = heap[--size];
            if (size > 1) sink(0);
            top = heap[0];
        } while (size > 0 && top.lo == lo && top.hi == hi && top.tag == tag);
        count = sum;
        return true;
    }

    private void sink(int from) {
        RunCursor cursor = heap[from];
        int i = from;
        while (2 * i + 1 < size) {
            int child = 2 * i + 1;
            if (child + 1 < size && heap[child + 1].compareKey(heap[child]) < 0) child++;
            if (heap[child].compareKey(cursor) >= 0) break;
            heap[i] = heap[child];
            i = child;
        }
        heap[i] = cursor;
    }
}

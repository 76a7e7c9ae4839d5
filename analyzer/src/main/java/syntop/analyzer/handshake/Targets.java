package syntop.analyzer.handshake;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The targets of requests: open addressing, linear probing. When it is full, the half with fewer
 * requests is forgotten; what it was made of is used again. Analyzer thread only.
 *
 * <p>Memory: up to {@link #MAX_TARGETS} targets of 250 bytes, {@link #MAX_PROFILES} of them with 13
 * KiB of evidence and as many with 40 KiB of times as complete handshakes, together 15 MiB where no
 * sender completes any.
 */
final class Targets {
    static final int MAX_TARGETS = 8192;

    /** Targets with evidence, or with times. */
    static final int MAX_PROFILES = 512;

    /** A target with fewer requests is not worth memory for evidence, once there are many. */
    private static final int MANY = 64;

    private static final int WORTH_IT = 8;
    private static final int RECENT = 64;

    private final AddressHash hasher;
    private final SecondBins bins;
    private final ArrayDeque<Target> spareTargets = new ArrayDeque<>();
    private final ArrayDeque<Evidence> spareEvidence = new ArrayDeque<>();
    private final ArrayDeque<HandshakeTimes> spareTimes = new ArrayDeque<>();
    private final long[] syns = new long[MAX_TARGETS];
    private Target[] slots = new Target[64];
    private Target[] other = new Target[0]; // empty, to be filled next
    private int size;
    private int profiles;
    private int timed;
    private long forgotten;
    private final Target sum;
    private final Target[] recent = new Target[RECENT]; // by some bits of address and port

    /**
     * Starts without any.
     *
     * @param sum stands for all of them
     */
    Targets(AddressHash hasher, SecondBins bins, Target sum) {
        this.sum = sum;
        this.hasher = hasher;
        this.bins = bins;
    }

    /** The target, made if it is new. Hot path. */
    Target get(long hi, long lo, int port) {
        int i = (int) lo * 31 + port & RECENT - 1;
        Target target = recent[i];
        if (target != null && target.is(hi, lo, port)) return target;
        target = find(hi, lo, port);
        recent[i] = target;
        return target;
    }

    /** Whether any request to a target was captured. */
    boolean has(long hi, long lo, int port) {
        Target target = slots[index(slots, hi, lo, port)];
        return target != null && target.figures.syns > 0;
    }

    private Target find(long hi, long lo, int port) {
        int i = index(slots, hi, lo, port);
        if (slots[i] == null) {
            if (size == MAX_TARGETS) forgetSmall();
            else if (size >= slots.length / 2) rebuild(slots.length * 2, 0);
            i = index(slots, hi, lo, port);
            Target target = spareTargets.poll();
            if (target == null) target = new Target(sum);
            int number = (int) (hasher.address(hi, lo, port) >>> 5) & SecondBins.MAX_TARGET;
            target.begin(number | 2, hi, lo, port, hasher.address(hi, lo, 0)); // past the sums
            slots[i] = target;
            size++;
        }
        return slots[i];
    }

    private int index(Target[] table, long hi, long lo, int port) {
        int mask = table.length - 1;
        int i = (int) (hasher.address(hi, lo, port) >>> 32) & mask;
        while (table[i] != null && !table[i].is(hi, lo, port)) {
            i = i + 1 & mask;
        }
        return i;
    }

    private void forgetSmall() {
        int n = 0;
        for (Target target : slots) {
            if (target != null) syns[n++] = target.figures.syns;
        }
        rebuild(slots.length, median(syns, n));
    }

    /** The upper median of the first n values, none negative. Sorting allocates from JDK 22 on. */
    private static long median(long[] values, int n) {
        long median = 0; // the largest number that at most half of the values are less than
        for (long bit = 1L << 62; bit != 0; bit >>= 1) {
            int less = 0;
            for (int i = 0; i < n; i++) {
                if (values[i] < median + bit) less++;
            }
            if (less <= n / 2) median += bit;
        }
        return median;
    }

    private void rebuild(int length, long least) {
        Target[] old = slots;
        slots = other.length == length ? other : new Target[length];
        other = old;
        Arrays.fill(recent, null); // it may be one of those to be forgotten
        size = 0;
        for (Target target : old) {
            if (target == null) continue;
            if (least > 0 && (target.figures.syns <= least || size >= MAX_TARGETS * 3 / 4)) {
                forget(target);
                continue;
            }
            slots[index(slots, target.hi, target.lo, target.port)] = target;
            size++;
        }
        Arrays.fill(old, null);
    }

    private void forget(Target target) {
        target.flush(bins);
        if (target.evidence != null) {
            profiles--;
            target.evidence.clear();
            spareEvidence.push(target.evidence);
        }
        if (target.times != null) {
            timed--;
            target.times.clear();
            spareTimes.push(target.times);
        }
        target.clear();
        spareTargets.push(target);
        forgotten++;
    }

    /** The evidence of a target, or null when it has none. Hot path. */
    Evidence evidence(Target target) {
        if (target.evidence == null
                && profiles < MAX_PROFILES
                && (profiles < MANY || target.figures.syns >= WORTH_IT)) {
            target.evidence = spareEvidence.poll();
            if (target.evidence == null) target.evidence = new Evidence(hasher);
            profiles++;
        }
        return target.evidence;
    }

    /** The times of a target, or null when it has none. Hot path. */
    HandshakeTimes times(Target target) {
        if (target.times == null && timed < MAX_PROFILES) {
            target.times = spareTimes.poll();
            if (target.times == null) target.times = new HandshakeTimes();
            timed++;
        }
        return target.times;
    }

    /** All of them, in no order. */
    List<Target> all() {
        List<Target> all = new ArrayList<>(size);
        for (Target target : slots) {
            if (target != null) all.add(target);
        }
        return all;
    }

    /** Targets that were forgotten; one that comes back counts again. */
    long forgotten() {
        return forgotten;
    }
}

package syntop.capture.filter;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Puts classic BPF programs together: instructions in order, jumps forward to labels. A conditional
 * jump reaches 255 instructions; where a label is further away, it goes through a {@code ja} behind
 * it.
 */
final class BpfAssembler {
    private static final String NEXT = ""; // the line that follows
    private static final int MAX_SKIP = 255;

    /** A line; the labels are those of a conditional jump, else null. */
    private record Line(int code, int k, String ifTrue, String ifFalse) {}

    private final List<Line> lines = new ArrayList<>();
    private final Map<String, Integer> labels = new HashMap<>(); // to the line they stand before

    /** Adds an instruction that is not a jump. */
    BpfAssembler add(int code, int k) {
        lines.add(new Line(code, k, null, null));
        return this;
    }

    /** Names the instruction that comes next. */
    BpfAssembler label(String name) {
        if (labels.put(name, lines.size()) != null) {
            throw new IllegalArgumentException("label must be new, got " + name);
        }
        return this;
    }

    /** Adds a jump to a label, if a condition of A and a constant holds. */
    BpfAssembler when(int condition, int k, String label) {
        return choose(condition, k, label, NEXT);
    }

    /** Adds a jump to a label, unless a condition of A and a constant holds. */
    BpfAssembler unless(int condition, int k, String label) {
        return choose(condition, k, NEXT, label);
    }

    /** Adds a jump to one of two labels. */
    BpfAssembler choose(int condition, int k, String ifTrue, String ifFalse) {
        lines.add(new Line(Opcode.JMP | condition | Opcode.K, k, ifTrue, ifFalse));
        return this;
    }

    /** The program. */
    BpfProgram assemble() {
        int[] sizes = new int[lines.size()];
        int[] starts;
        boolean grown;
        do { // each round can only move labels further away, so it ends
            starts = starts(sizes);
            grown = false;
            for (int i = 0; i < sizes.length; i++) {
                int size = 1 + (isFar(i, true, starts) ? 1 : 0) + (isFar(i, false, starts) ? 1 : 0);
                grown |= size > sizes[i];
                sizes[i] = Math.max(size, sizes[i]);
            }
        } while (grown);
        int length = starts[lines.size()];
        int[] codes = new int[length];
        int[] jts = new int[length];
        int[] jfs = new int[length];
        int[] ks = new int[length];
        for (int i = 0; i < lines.size(); i++) {
            Line line = lines.get(i);
            int pc = starts[i];
            codes[pc] = line.code;
            ks[pc] = line.k;
            if (line.ifTrue == null) continue;
            int last = pc; // of the line's instructions
            for (boolean condition : new boolean[] {true, false}) {
                int skip = target(i, condition, starts) - pc - 1;
                if (isFar(i, condition, starts)) {
                    last++;
                    codes[last] = Opcode.JMP | Opcode.JA;
                    ks[last] = target(i, condition, starts) - last - 1;
                    skip = last - pc - 1;
                }
                (condition ? jts : jfs)[pc] = skip;
            }
        }
        return new BpfProgram(codes, jts, jfs, ks);
    }

    /** Where each line starts, and, last, where the program ends. */
    private static int[] starts(int[] sizes) {
        int[] starts = new int[sizes.length + 1];
        for (int i = 0; i < sizes.length; i++) {
            starts[i + 1] = starts[i] + sizes[i];
        }
        return starts;
    }

    private boolean isFar(int i, boolean condition, int[] starts) {
        return lines.get(i).ifTrue != null
                && target(i, condition, starts) - starts[i] - 1 > MAX_SKIP;
    }

    private int target(int i, boolean condition, int[] starts) {
        Line line = lines.get(i);
        String label = condition ? line.ifTrue : line.ifFalse;
        if (label.equals(NEXT)) return starts[i + 1];
        Integer at = labels.get(label);
        if (at == null) throw new IllegalArgumentException("label must exist, got " + label);
        return starts[at];
    }
}

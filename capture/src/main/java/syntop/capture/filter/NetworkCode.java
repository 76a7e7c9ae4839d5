package syntop.capture.filter;

import static syntop.capture.filter.Opcode.*;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import syntop.capture.decode.Prefix;

/** Writes the part of a {@link LiveProgram} that looks at the networks of the destination. */
final class NetworkCode {
    private final BpfAssembler out;
    private final LiveFilter filter;
    private final String reject;

    /**
     * Prepares.
     *
     * @param reject label to go to with a packet to another network
     */
    NetworkCode(BpfAssembler out, LiveFilter filter, String reject) {
        this.out = out;
        this.filter = filter;
        this.reject = reject;
    }

    /** Goes on if the destination of the packet at an offset is in one of the networks. */
    void nets4(int at) {
        if (filter.takesAll4()) return;
        Map<Field, Set<Integer>> fields = new LinkedHashMap<>();
        for (Prefix net : filter.nets4()) {
            add(fields, at + 16, LiveFilter.mask(net.bits() - 96), (int) net.lo());
        }
        anyOf(fields, "net4 at " + at);
    }

    /** The same for IPv6. */
    void nets6(int at) {
        if (filter.takesAll6()) return;
        Map<Field, Set<Integer>> fields = new LinkedHashMap<>();
        for (Prefix net : filter.nets6()) {
            int word = LiveFilter.toldBy(net);
            int value = LiveFilter.word(net, word);
            add(fields, at + 24 + 4 * word, LiveFilter.mask(net, word), value);
        }
        anyOf(fields, "net6 at " + at);
    }

    /** Bits of a word of the packet. */
    private record Field(int at, int mask) {
        // what the compiler would make of these spins classes when it first runs: 10 ms of each
        // start
        @Override
        public boolean equals(Object other) {
            return other instanceof Field that && at == that.at && mask == that.mask;
        }

        @Override
        public int hashCode() {
            return 31 * at + mask;
        }
    }

    private static void add(Map<Field, Set<Integer>> fields, int at, int mask, int value) {
        fields.computeIfAbsent(new Field(at, mask), field -> new LinkedHashSet<>()).add(value);
    }

    /** Goes on at a label if one of the fields has one of its values. One load for each field. */
    private void anyOf(Map<Field, Set<Integer>> fields, String found) {
        fields.forEach(
                (field, values) -> {
                    out.add(LD | W | ABS, field.at);
                    if (field.mask != -1) out.add(ALU | AND | K, field.mask);
                    values.forEach(value -> out.when(JEQ, value, found));
                });
        out.choose(JGE, 0, reject, reject); // any A is at least 0
        out.label(found);
    }
}

package syntop.cli.sockets;

import java.util.Comparator;
import syntop.analyzer.count.Addresses;
import syntop.capture.decode.Prefix;
import syntop.linux.sockets.Program;
import syntop.linux.sockets.TcpState;

/** What sockets are counted under. Each kind has an order, so that output is stable. */
sealed interface SocketKey {
    /** As text; may hold names from outside. */
    String text();

    /** An address or a network. */
    record Network(long hi, long lo, int bits) implements SocketKey, Comparable<Network> {
        private static final int V4_BITS = 96 + 24;
        private static final int V6_BITS = 64;
        private static final int ALL_BITS = 128;

        static Network ofAddress(long hi, long lo) {
            return new Network(hi, lo, ALL_BITS);
        }

        static Network ofPrefix(long hi, long lo) {
            int bits = Addresses.isV4(hi, lo) ? V4_BITS : V6_BITS;
            Prefix prefix = new Prefix(hi, lo, bits);
            return new Network(prefix.hi(), prefix.lo(), bits);
        }

        @Override
        public String text() {
            String address = Addresses.text(hi, lo);
            if (bits == ALL_BITS) return address;
            return address + '/' + (Addresses.isV4(hi, lo) ? bits - 96 : bits);
        }

        /** Every bit counts, so that whoever chooses the addresses gains little. */
        @Override
        public int hashCode() {
            return Long.hashCode((hi * 31 + lo) * 0x9E37_79B9_7F4A_7C15L);
        }

        /** By hand: what Java makes for records is slow to start. */
        @Override
        public boolean equals(Object other) {
            return other instanceof Network that
                    && hi == that.hi
                    && lo == that.lo
                    && bits == that.bits;
        }

        @Override
        public int compareTo(Network other) {
            return Addresses.compare(hi, lo, other.hi, other.lo);
        }
    }

    /** A port. */
    record Port(int number) implements SocketKey, Comparable<Port> {
        @Override
        public String text() {
            return Integer.toString(number);
        }

        @Override
        public int compareTo(Port other) {
            return Integer.compare(number, other.number);
        }
    }

    /** Processes of the same name, user and unit; a null name for sockets of no known program. */
    record Programs(String name, String user, String unit, String container)
            implements SocketKey, Comparable<Programs> {
        static final Programs UNKNOWN = new Programs(null, null, null, null);

        private static final Comparator<String> TEXT =
                Comparator.nullsLast(Comparator.naturalOrder());
        private static final Comparator<Programs> ORDER =
                Comparator.comparing(Programs::name, TEXT)
                        .thenComparing(Programs::user, TEXT)
                        .thenComparing(Programs::unit, TEXT)
                        .thenComparing(Programs::container, TEXT);

        static Programs of(Program program) {
            if (program == null) return UNKNOWN;
            return new Programs(
                    program.name(), program.user(), program.unit(), program.container());
        }

        @Override
        public String text() {
            return name == null ? "-" : name;
        }

        @Override
        public int compareTo(Programs other) {
            return ORDER.compare(this, other);
        }
    }

    /** A state. */
    record State(TcpState state) implements SocketKey, Comparable<State> {
        @Override
        public String text() {
            return state.key();
        }

        @Override
        public int compareTo(State other) {
            return state.compareTo(other.state);
        }
    }
}

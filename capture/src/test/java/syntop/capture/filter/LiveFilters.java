package syntop.capture.filter;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import syntop.capture.batch.SegmentBatch;
import syntop.capture.decode.Prefix;

/** Live filters of every kind, and both of their programs run on frames of a file. */
public final class LiveFilters {
    private LiveFilters() {}

    /** Filters that look at something, alone and together; the addresses are of TestFrames. */
    static List<LiveFilter> all() {
        Prefix net4 = new Prefix(0, SegmentBatch.V4_MAPPED | 10L << 24 | 2, 127);
        Prefix host4 = new Prefix(0, SegmentBatch.V4_MAPPED | 10L << 24 | 1, 128);
        Prefix net6 = new Prefix(0x2001_0DB8_0000_0000L, 2, 126);
        Prefix half6 = new Prefix(0x2001_0DB8_0000_0000L, 0, 64);
        Prefix some6 = new Prefix(0x2001_0DB8_0000_0000L, 0, 41);
        Prefix everything = new Prefix(0, 0, 0);
        return List.of(
                new LiveFilter(List.of(), List.of(), false),
                new LiveFilter(List.of(), List.of(), true),
                new LiveFilter(List.of(80), List.of(), false),
                new LiveFilter(List.of(22, 443, 65535), List.of(), true),
                new LiveFilter(List.of(), List.of(net4), false),
                new LiveFilter(List.of(), List.of(net6), false),
                new LiveFilter(List.of(53), List.of(host4, net4, net6), false),
                new LiveFilter(List.of(80, 443), List.of(half6), true),
                new LiveFilter(List.of(80, 443), List.of(some6, host4), false),
                new LiveFilter(List.of(), List.of(host4, everything), false),
                new LiveFilter(0x17, 0x12, List.of(443), List.of(), false),
                new LiveFilter(List.of(), List.of(host4), false).withHandshakes(),
                new LiveFilter(List.of(80, 443), List.of(net6), true).withHandshakes());
    }

    /** Whether our own program for Ethernet accepts a frame, by the interpreter. */
    public static boolean ownAccepts(LiveFilter filter, byte[] frame) {
        return accepts(LiveProgram.forEthernet(filter), frame);
    }

    /** Whether the program that libpcap makes of the expression accepts a frame. */
    public static boolean libpcapAccepts(LiveFilter filter, int linkType, byte[] frame)
            throws Exception {
        return accepts(libpcapProgram(filter, linkType), frame);
    }

    static BpfProgram libpcapProgram(LiveFilter filter, int linkType) throws Exception {
        return LibpcapCompiler.load()
                .compile(filter.expression(linkType), linkType, ByteOrder.nativeOrder());
    }

    static boolean accepts(BpfProgram program, byte[] frame) {
        ByteBuffer buf = ByteBuffer.wrap(frame);
        return new BpfInterpreter(program).run(buf, 0, frame.length, frame.length) != 0;
    }
}

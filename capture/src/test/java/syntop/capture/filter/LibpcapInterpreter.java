package syntop.capture.filter;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** libpcap's own interpreter, {@code bpf_filter(3)}: what tcpdump runs on files. */
final class LibpcapInterpreter implements AutoCloseable {
    static {
        Native.register(LibpcapInterpreter.class, find()); // direct mapping: many calls
    }

    private final Memory instructions;

    LibpcapInterpreter(BpfProgram program) {
        int bytes = program.length() * BpfProgram.INSTRUCTION_BYTES;
        instructions = new Memory(bytes);
        ByteBuffer out = instructions.getByteBuffer(0, bytes).order(ByteOrder.nativeOrder());
        for (int pc = 0; pc < program.length(); pc++) {
            out.putShort((short) program.code(pc));
            out.put((byte) program.jt(pc)).put((byte) program.jf(pc));
            out.putInt(program.k(pc));
        }
    }

    private static NativeLibrary find() {
        UnsatisfiedLinkError last = null;
        for (String name : LibpcapCompiler.LIBRARY_NAMES) {
            try {
                return NativeLibrary.getInstance(name);
            } catch (UnsatisfiedLinkError e) {
                last = e;
            }
        }
        throw new AssertionError("these tests need libpcap: apt-get install libpcap0.8", last);
    }

    int run(byte[] frame, int wireLen) {
        return bpf_filter(instructions, frame, wireLen, frame.length);
    }

    private static native int bpf_filter(Pointer program, byte[] frame, int wireLen, int capLen);

    @Override
    public void close() {
        instructions.close();
    }
}

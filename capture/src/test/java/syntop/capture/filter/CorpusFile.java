package syntop.capture.filter;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A classic pcap file of the shared corpus and what tcpdump said of it. Has a reader of its own, so
 * that a fault of the real one does not hide one of the filter.
 */
final class CorpusFile {
    static final Path CORPUS = Path.of("../../shared/corpus");
    private static final int MICROS = 0xA1B2C3D4;
    private static final int NANOS = 0xA1B23C4D;
    private static final int KUZNETZOV = 0xA1B2CD34;

    private final Path path;

    private CorpusFile(Path path) {
        this.path = path;
    }

    /** Condition of the tests that need the corpus: with CI=true they run, and fail without it. */
    static boolean isRequiredOrPresent() {
        return "true".equals(System.getenv("CI")) || Files.isDirectory(CORPUS);
    }

    /** Every classic pcap file. */
    static Stream<CorpusFile> all() throws IOException {
        try (Stream<Path> paths = Files.list(CORPUS.resolve("files"))) {
            return paths
                    .filter(CorpusFile::isClassic)
                    .sorted()
                    .map(CorpusFile::new)
                    .toList()
                    .stream();
        }
    }

    private static boolean isClassic(Path path) {
        ByteBuffer bytes = bytes(path);
        return bytes.limit() >= 24 && order(bytes) != null;
    }

    private static ByteBuffer bytes(Path path) {
        try {
            return ByteBuffer.wrap(Files.readAllBytes(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ByteOrder order(ByteBuffer bytes) {
        int magic = bytes.getInt(0);
        if (isMagic(magic)) return ByteOrder.BIG_ENDIAN;
        return isMagic(Integer.reverseBytes(magic)) ? ByteOrder.LITTLE_ENDIAN : null;
    }

    private static boolean isMagic(int value) {
        return value == MICROS || value == NANOS || value == KUZNETZOV;
    }

    /**
     * The frames up to the end or the first damage, cut at the snaplen of the file, as libpcap has
     * it.
     */
    List<Frame> frames() {
        ByteBuffer bytes = bytes(path);
        bytes.order(order(bytes));
        int recordHeader = bytes.getInt(0) == KUZNETZOV ? 24 : 16;
        int snaplen = bytes.getInt(16) > 0 ? bytes.getInt(16) : Integer.MAX_VALUE;
        int linkType = bytes.getInt(20) & 0x03FF_FFFF;
        List<Frame> frames = new ArrayList<>();
        int at = 24;
        while (bytes.limit() - at >= recordHeader) {
            int capLen = bytes.getInt(at + 8);
            int wireLen = bytes.getInt(at + 12);
            at += recordHeader;
            if (capLen < 0 || capLen > bytes.limit() - at) break;
            byte[] frame = new byte[Math.min(capLen, snaplen)];
            bytes.get(at, frame);
            frames.add(new Frame(frame, wireLen, linkType));
            at += capLen;
        }
        return frames;
    }

    /** Values of the section {@code tcpdump} in the truth file. */
    Map<String, String> tcpdumpTruth() throws IOException {
        Map<String, String> truth = new HashMap<>();
        Path file = CORPUS.resolve("truth").resolve(path.getFileName() + ".tsv");
        for (String line : Files.readAllLines(file)) {
            String[] fields = line.split("\t", -1);
            if (fields[0].equals("tcpdump")) truth.put(fields[1], fields[2]);
        }
        return truth;
    }

    @Override
    public String toString() {
        return path.getFileName().toString();
    }
}

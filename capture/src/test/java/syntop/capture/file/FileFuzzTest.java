package syntop.capture.file;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * Files of any bytes. The build reads the inputs beside this class once each; to look for others:
 *
 * <pre>JAZZER_FUZZ=1 mvn -pl capture test -Dtest=FileFuzzTest</pre>
 */
class FileFuzzTest {
    private static byte[] current;

    // one for all runs, as its buffers are larger than the files
    private static final FileSource SOURCE =
            new FileSource(List.of("a"), name -> Reading.channel(current, Integer.MAX_VALUE));

    @FuzzTest(maxDuration = "2m")
    void readsAnyBytes(byte[] file) {
        current = file;
        FileReport report = SOURCE.read(FileFuzzTest::check).get(0);
        if (report.error() == null && file.length == 0) throw new AssertionError("empty is sound");
        if (report.error() != null && report.error().getMessage().lines().count() != 1)
            throw new AssertionError(report.error().getMessage());
    }

    private static void check(
            ByteBuffer buf, int off, int capLen, int wireLen, int linkType, long tsNanos) {
        boolean sound =
                off >= 0
                        && capLen >= 0
                        && capLen <= RecordReader.MAX_CAP_LEN
                        && off <= buf.limit() - capLen
                        && wireLen >= capLen
                        && linkType >= 0;
        if (!sound) throw new AssertionError(off + " " + capLen + " " + wireLen);
    }
}

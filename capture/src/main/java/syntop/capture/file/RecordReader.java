package syntop.capture.file;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.util.Set;
import syntop.capture.CaptureException;
import syntop.capture.decode.FrameSink;

/**
 * Reads the records of one format from a window and hands them to a sink. Capture thread only.
 *
 * <p>A record is handed over when all of it is there. At the first damage reading ends: where the
 * next record would begin is then a guess. Messages of exceptions say what is wrong and what was
 * kept; whoever knows the file's name puts it in front.
 */
abstract class RecordReader {
    /** Longest packet in any format, as MAXIMUM_SNAPLEN of libpcap. */
    static final int MAX_CAP_LEN = 262_144;

    /** The end of a message on damage before any record. */
    static final String NONE_KEPT = "; there is no record before it";

    /** The bytes of the file. */
    final ByteWindow in;

    /** Takes the packets. */
    final FrameSink sink;

    /** Packets handed over. */
    long records;

    RecordReader(ByteWindow in, FrameSink sink) {
        this.in = in;
        this.sink = sink;
    }

    /** Packets handed over. */
    final long records() {
        return records;
    }

    /** LINKTYPE_ numbers of the packets handed over. */
    abstract Set<Integer> linkTypes();

    /**
     * Hands over all records.
     *
     * @throws CaptureException at damage, with the message for the user but for the file's name
     * @throws IOException what reading the stream throws
     */
    abstract void read() throws IOException;

    /**
     * Hands over all records.
     *
     * @throws CaptureException at damage or when the stream cannot be read further, with the
     *     message for the user but for the file's name
     * @throws ClosedChannelException when another thread has closed the stream
     */
    final void readAll() throws IOException {
        try {
            read();
        } catch (CaptureException | ClosedChannelException e) {
            throw e;
        } catch (IOException e) {
            throw damage(record(in.offset()) + "cannot be read, " + FileSource.reason(e), e);
        }
    }

    /** Damage in the record at {@link ByteWindow#pos}. */
    final CaptureException damagedRecord(String what, Object... values) {
        return damagedRecordAt(in.offset(), what, values);
    }

    /** Damage in the record that begins at an offset of the stream. */
    final CaptureException damagedRecordAt(long offset, String what, Object... values) {
        return damage(record(offset) + Text.format(what, values), null);
    }

    /** Damage in something else, which the text names. */
    final CaptureException damaged(String what, Object... values) {
        return damage(Text.format(what, values), null);
    }

    /** Says where something lies. */
    final String at(long offset) {
        return Text.format(
                "at offset %,d%s ", offset, in.unpacked() ? " of the unpacked data" : "");
    }

    private String record(long offset) {
        return Text.format("record %,d ", records + 1) + at(offset);
    }

    private CaptureException damage(String text, Throwable cause) {
        String kept =
                records == 0
                        ? NONE_KEPT
                        : records == 1
                                ? "; counted is the 1 record before it"
                                : Text.format("; counted are the %,d records before it", records);
        return new CaptureException(text + kept, cause);
    }
}

package syntop.capture.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channel;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ReadableByteChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import syntop.capture.CaptureException;
import syntop.capture.decode.FrameSink;

/**
 * Reads capture files one after the other as one capture: pcap, pcapng and snoop, plain or packed
 * with gzip or zstd, and standard input. An error ends one file and leaves the others: all that
 * stands before it is handed over, nothing that stands after it.
 *
 * <p>{@link #read} belongs to the capture thread, which it keeps until the end. The other methods
 * are for any thread, at any time. A file may grow or shrink meanwhile: what is there when reading
 * comes by is counted, and that it shrank is an error. Memory: one window of 1 MiB, two for packed
 * files, and what unpacking takes.
 */
public final class FileSource {
    private final List<String> names;
    private final Input input;
    private final ByteWindow window = new ByteWindow();
    private ByteWindow unpackedWindow; // made for the first packed file

    private volatile boolean stopped;
    private volatile Channel open; // the file being read; written by the capture thread
    private volatile long bytesRead; // by the capture thread
    private volatile long bytesTotal; // by the constructor, then the capture thread

    /**
     * Names the files; they are opened by {@link #read}.
     *
     * @param names paths, and "-" for standard input, which can be read once
     */
    public FileSource(List<String> names) {
        this(names, new SystemInput());
    }

    /** Takes the bytes from elsewhere. */
    FileSource(List<String> names, Input input) {
        this.names = List.copyOf(names);
        this.input = input;
        long total = 0;
        for (String name : names) {
            long size = input.size(name);
            if (size < 0 || total < 0) total = -1;
            else total += size;
        }
        bytesTotal = total;
    }

    /**
     * Hands every packet of every file to the sink. Capture thread only.
     *
     * @return a report for each file in the order of the names; without those that {@link #stop}
     *     kept from being opened
     */
    public List<FileReport> read(FrameSink sink) {
        List<FileReport> reports = new ArrayList<>();
        for (String name : names) {
            if (stopped) break;
            reports.add(readFile(name, sink));
        }
        return reports;
    }

    /**
     * Ends reading soon, also where it waits for a pipe: after the packets that are already in
     * memory, and where it waits for somebody to write to a named pipe. What was read until then
     * stays counted and is no error.
     */
    public void stop() {
        stopped = true;
        close(open);
    }

    /** Whether {@link #stop} was called. */
    public boolean stopped() {
        return stopped;
    }

    /** Bytes read so far, of packed files the packed ones. */
    public long bytesRead() {
        return bytesRead;
    }

    /**
     * Bytes to be read in all, or -1 when that cannot be known: standard input and pipes. Falls
     * when a file ends before its size.
     */
    public long bytesTotal() {
        return bytesTotal;
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // only the capture thread writes
    private FileReport readFile(String name, FrameSink sink) {
        long size = input.size(name);
        long before = bytesRead;
        RecordReader reader = null;
        CaptureException error = null;
        try (ReadableByteChannel channel = new Counted(input.open(name))) {
            open = channel;
            if (stopped) close(channel); // stop() may have come before it could see the channel
            window.open(channel, false);
            try (ReadableByteChannel unpacked = Formats.unpacked(window)) {
                reader = Formats.reader(contents(unpacked), sink);
                reader.readAll();
            }
            if (size >= 0 && bytesRead - before < size) throw shrank(reader, size, before);
        } catch (ClosedChannelException e) {
            if (!stopped) error = named(name, e);
        } catch (IOException e) {
            error = named(name, e);
        } catch (OutOfMemoryError e) { // what this file took is free again for the next
            error = new CaptureException(name + ": cannot be read further, out of memory", e);
        } finally {
            open = null;
        }
        takeOff(size - (bytesRead - before));
        return reader == null
                ? new FileReport(name, 0, Set.of(), error)
                : new FileReport(name, reader.records(), reader.linkTypes(), error);
    }

    /** Takes bytes that will not be read off the total. */
    @SuppressWarnings("NonAtomicVolatileUpdate") // the capture thread is the only writer
    private void takeOff(long unread) {
        if (unread > 0 && bytesTotal >= 0) bytesTotal -= unread;
    }

    private ByteWindow contents(ReadableByteChannel unpacked) {
        if (unpacked == null) return window;
        if (unpackedWindow == null) unpackedWindow = new ByteWindow();
        unpackedWindow.open(unpacked, true);
        return unpackedWindow;
    }

    private CaptureException shrank(RecordReader reader, long size, long before) {
        return reader.damaged(
                "shrank while it was read, from %,d to %,d bytes", size, bytesRead - before);
    }

    private static CaptureException named(String name, IOException e) {
        String subject = name.equals(Input.STANDARD_INPUT) ? "standard input" : name;
        return e instanceof CaptureException
                ? new CaptureException(subject + ": " + e.getMessage(), e.getCause())
                : new CaptureException(
                        subject + ": cannot be read, " + reason(e) + RecordReader.NONE_KEPT, e);
    }

    /** What an exception says; closing from outside says nothing. */
    static String reason(IOException e) {
        return e.getMessage() == null ? "the file was closed" : e.getMessage();
    }

    private static void close(Channel channel) {
        try {
            if (channel != null) channel.close();
        } catch (IOException e) {
            // the descriptor is gone all the same, and reading ends
        }
    }

    /** Counts what is read of the file. */
    private final class Counted implements ReadableByteChannel {
        private final ReadableByteChannel channel;

        Counted(ReadableByteChannel channel) {
            this.channel = channel;
        }

        @Override
        @SuppressWarnings("NonAtomicVolatileUpdate") // the capture thread is the only writer
        public int read(ByteBuffer out) throws IOException {
            int n = channel.read(out);
            if (n > 0) bytesRead += n;
            return n;
        }

        @Override
        public boolean isOpen() {
            return channel.isOpen();
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}

package syntop.capture.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Path;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * A named pipe. The system opens it only once somebody writes to it (fifo(7)), and nothing but a
 * signal ends that wait. So a thread of its own waits for it, and {@link #read} for that thread:
 * {@link #close} ends the wait, and the thread goes with the JVM.
 *
 * <p>One thread reads, any may close.
 */
final class NamedPipe implements ReadableByteChannel {
    private final CompletableFuture<FileChannel> opened = new CompletableFuture<>();

    /** Begins to open it. */
    NamedPipe(Path path) {
        Thread opening = new Thread(() -> open(path), "syntop-open");
        opening.setDaemon(true);
        opening.start();
    }

    private void open(Path path) {
        try {
            FileChannel channel = FileChannel.open(path);
            if (!opened.complete(channel)) channel.close();
        } catch (IOException | RuntimeException e) {
            opened.completeExceptionally(e);
        }
    }

    @Override
    public int read(ByteBuffer out) throws IOException {
        try {
            return opened.get().read(out);
        } catch (CancellationException e) {
            throw (IOException) new AsynchronousCloseException().initCause(e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException cause) throw SystemInput.cannotOpen(cause);
            throw new IOException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("the thread was interrupted", e);
        }
    }

    @Override
    public boolean isOpen() {
        return !opened.isCancelled();
    }

    @Override
    public void close() throws IOException {
        if (!opened.cancel(false) && !opened.isCompletedExceptionally()) opened.join().close();
    }
}

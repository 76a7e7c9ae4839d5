package syntop.capture.live;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** tcpdump in a namespace; keeps all packets of an interface until a certain one comes by. */
final class Tcpdump implements AutoCloseable {
    private final Process process;
    private final CompletableFuture<byte[]> file;

    /**
     * Starts it; returns when it listens.
     *
     * @param marker bytes of the last packet that is wanted
     */
    Tcpdump(String namespace, String interfaceName, byte[] marker) throws IOException {
        String[] command = {
            "ip",
            "netns",
            "exec",
            namespace,
            "tcpdump",
            "-i",
            interfaceName,
            "-n",
            "-U",
            "-w",
            "-",
            "--immediate-mode",
            "-B",
            "65536", // KiB: it must lose nothing where it has to wait for a core
            "-s",
            "512"
        };
        process = new ProcessBuilder(command).start();
        BufferedReader messages =
                new BufferedReader(
                        new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8));
        String line = messages.readLine();
        while (line != null && !line.contains("listening on")) {
            line = messages.readLine();
        }
        if (line == null) throw new IOException("tcpdump ended at once");
        // read all the time: a full pipe would make it drop packets
        file = CompletableFuture.supplyAsync(() -> readUntil(marker));
    }

    private byte[] readUntil(byte[] marker) {
        String wanted = new String(marker, StandardCharsets.ISO_8859_1);
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        byte[] buffer = new byte[1 << 16];
        String last = ""; // of the file, longer than the marker
        try (InputStream in = process.getInputStream()) {
            while (!last.contains(wanted)) {
                int count = in.read(buffer);
                if (count < 0) throw new IOException("tcpdump ended before the marker came");
                all.write(buffer, 0, count);
                last = last.substring(Math.max(0, last.length() - wanted.length()));
                last += new String(buffer, 0, count, StandardCharsets.ISO_8859_1);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return all.toByteArray();
    }

    /** Waits for the marker and leaves a capture file. */
    void save(Path path) throws Exception {
        Files.write(path, file.get(20, TimeUnit.SECONDS));
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}

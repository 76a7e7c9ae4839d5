package syntop.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Records onto a disk that is full, in a mount namespace that ends with the test. */
@Tag("live")
@Timeout(120)
@ExtendWith(NeedsRootAndTools.class)
@NeedsTools({"unshare", "mount", "dd", "cmp"})
class BaselineDiskLiveTest {
    @TempDir Path dir;

    @Test
    void aFullDiskLeavesTheOldBaselineAndIsSaid() throws Exception {
        Path capture = dir.resolve("normal.pcap");
        try (CaptureWriter writer = new CaptureWriter(capture)) {
            writer.clients(0, 70, 20);
        }
        String java =
                Path.of(System.getProperty("java.home"), "bin", "java")
                        + " -XX:TieredStopAtLevel=1 "
                        + ChildJvm.NATIVE_ACCESS
                        + " -cp \"$CLASS_PATH\" "
                        + Main.class.getName();
        String record = java + " baseline record --baseline disk/b.json normal.pcap";
        String script =
                String.join(
                        "\n",
                        "mkdir disk && mount -t tmpfs -o size=64k none disk || exit 9",
                        record + " || exit 8",
                        "cp disk/b.json old.json",
                        "dd if=/dev/zero of=disk/fill bs=1k 2>dd.err", // until it is full
                        record + "; echo status $?",
                        "cmp disk/b.json old.json && echo unchanged",
                        "ls -A disk",
                        java + " baseline check disk/b.json");
        ProcessBuilder builder = new ProcessBuilder("unshare", "--mount", "sh", "-c", script);
        builder.directory(dir.toFile()).redirectErrorStream(true);
        builder.environment().put("CLASS_PATH", System.getProperty("java.class.path"));
        Process process = builder.start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), out);
        String said = "syntop: disk/b.json: cannot be written, No space left on device;";
        assertTrue(out.contains(said + " it is as it was\nstatus 1\nunchanged\n"), out);
        assertTrue(out.contains(".b.json.lock\nb.json\nfill\n"), out);
        assertTrue(out.contains("disk/b.json: whole, all ports\nholds 1 min 8 s"), out);
    }
}

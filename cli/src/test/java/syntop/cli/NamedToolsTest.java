package syntop.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tools by what their sources write into a SYN, and systems by none: from bytes to the name. */
class NamedToolsTest {
    /** Options of systems, each as {@code tcpdump -v} of its SYN shows them. */
    private static final List<String> SYSTEMS =
            List.of(
                    // Linux: mss 1460,sackOK,TS val 1 ecr 0,nop,wscale 7
                    "40 64240 020405b4 0402 080a0000000100000000 01 030307",
                    "40 29200 020405b4 0402 080a0000000100000000 01 030307",
                    "40 65535 020405b4 0402 080a0000000100000000 01 030306", // Android
                    "40 64800 020405a0 0402 080a0000000100000000 01 03030a", // IPv6's, tunnelled
                    // Windows: mss 1460,nop,wscale 8,nop,nop,sackOK
                    "80 64240 020405b4 01 030308 0101 0402",
                    "80 8192 020405b4 01 030308 0101 0402",
                    "80 65535 020405b4 0101 0402", // without window scaling
                    // macOS: mss 1460,nop,wscale 6,nop,nop,TS val 1 ecr 0,sackOK,eol
                    "40 65535 020405b4 01 030306 0101 080a0000000100000000 0402 0000",
                    // FreeBSD: mss 1460,nop,wscale 6,sackOK,TS val 1 ecr 0
                    "40 65535 020405b4 01 030306 0402 080a0000000100000000",
                    // OpenBSD: mss 1460,nop,nop,sackOK,nop,wscale 6,nop,nop,TS val 1 ecr 0
                    "40 16384 020405b4 0101 0402 01 030306 0101 080a0000000100000000",
                    "ff 4128 02040218", // Cisco IOS: mss 536
                    "ff 32850 020405b4 0101 0402", // Solaris
                    "40 5840 020405b4"); // embedded: mss alone

    @TempDir Path folder;
    private final SplittableRandom random = new SplittableRandom(15);
    private OutputStream out;

    @BeforeEach
    void open() throws IOException {
        out = new BufferedOutputStream(Files.newOutputStream(file()));
        ByteBuffer head = ByteBuffer.allocate(24).putInt(0xA1B2_C3D4).putInt(0x0002_0004);
        out.write(head.putInt(16, 65_535).putInt(20, 101).array()); // raw IP
    }

    @AfterEach
    void close() throws IOException {
        out.close();
    }

    private Path file() {
        return folder.resolve("syns.pcap");
    }

    /** A SYN over IPv4 with all that a tool chooses; checksums are left out. */
    private void write(
            int id, int ttl, int source, int target, int port, int seq, int window, byte[] options)
            throws IOException {
        int length = 40 + options.length;
        ByteBuffer record = ByteBuffer.allocate(16 + length);
        record.putInt(1_700_000_000).putInt(0).putInt(length).putInt(length);
        record.putShort((short) 0x4500).putShort((short) length).putShort((short) id);
        record.putShort((short) 0x4000).put((byte) ttl).put((byte) 6).putShort((short) 0);
        record.putInt(source).putInt(target);
        record.putShort((short) (1_024 + random.nextInt(60_000))).putShort((short) port);
        record.putInt(seq).putInt(0).put((byte) (5 + options.length / 4 << 4)).put((byte) 2);
        record.putShort((short) window).putInt(0).put(options);
        out.write(record.array());
    }

    /** SYNs by the tool that is named; "" where none is. */
    private Map<String, Long> tools() throws IOException {
        out.close();
        CliRun run =
                CliRun.of("replay", "--by", "signature", "--json", "-n", "0", file().toString());
        assertEquals("", run.err());
        Map<String, Long> tools = new TreeMap<>();
        for (Object row : (List<?>) run.result().json().get("rows")) {
            Object tool = ((Map<?, ?>) row).get("tool");
            long syns = (Long) ((Map<?, ?>) row).get("syn");
            tools.merge(tool == null ? "" : (String) tool, syns, Long::sum);
        }
        return tools;
    }

    private int farAway(int ttl) {
        return ttl - random.nextInt(25);
    }

    @Test
    void eachIsNamed() throws IOException {
        byte[] none = {};
        int hpingSeq = random.nextInt();
        int miraiWindow = random.nextInt(1 << 16);
        for (int i = 0; i < 1_000; i++) {
            int source = random.nextInt();
            int target = 0xCB00_7100 | i & 0xFF;
            int seq = random.nextInt();
            int port = random.nextInt(10) == 0 ? 2_323 : 23;
            // masscan, templ-pkt.c: default_tcp_template, its identification over target and cookie
            int id = target ^ 443 ^ seq;
            write(id, farAway(255), 0xC633_6401, target, 443, seq, 1_024, none);
            // ZMap before 4.1, packet.c: make_ip_header and make_tcp_header
            write(54_321, farAway(255), 0xC633_6402, target, 443, seq, 65_535, none);
            // hping3 -S, sendip_handler.c and globals.h
            write(random.nextInt(), farAway(64), source, 0xCB00_7107, 80, hpingSeq, 512, none);
            // Mirai, scanner.c: the sequence number is the target
            write(seq, farAway(64), source, target, port, target, miraiWindow, none);
            // Mirai, attack_tcp.c: attack_tcp_syn
            ByteBuffer options = ByteBuffer.allocate(20).putShort((short) 0x0204);
            options.putShort((short) (1_400 + random.nextInt(16))).putShort((short) 0x0402);
            options.putShort((short) 0x080A).putInt(random.nextInt()).putInt(0);
            options.putInt(0x0103_0306);
            write(seq, farAway(64), source, 0xCB00_7107, 80, ~seq, 0, options.array());
        }
        assertEquals(
                Map.of(
                        "masscan", 1_000L,
                        "ZMap", 1_000L,
                        "hping3", 1_000L,
                        "Mirai scan", 1_000L,
                        "Mirai flood", 1_000L),
                tools());
    }

    /** The chance that a sequence number is the target is 2^-32 for each. */
    @Test
    void amongAMillionSynsOfSystemsNoneIs() throws IOException {
        byte[][] options = new byte[SYSTEMS.size()][];
        int[] ttls = new int[options.length];
        int[] windows = new int[options.length];
        for (int i = 0; i < options.length; i++) {
            String[] words = SYSTEMS.get(i).split(" ", 3);
            ttls[i] = Integer.parseInt(words[0], 16);
            windows[i] = Integer.parseInt(words[1]);
            options[i] = HexFormat.of().parseHex(words[2].replace(" ", ""));
            assertTrue(options[i].length % 4 == 0, SYSTEMS.get(i));
        }
        for (int i = 0; i < 1_000_000; i++) {
            int system = random.nextInt(options.length);
            int source = random.nextInt();
            int seq = random.nextInt();
            int id = random.nextInt();
            write(
                    id,
                    farAway(ttls[system]),
                    source,
                    0xCB00_7107,
                    443,
                    seq,
                    windows[system],
                    options[system]);
        }
        assertEquals(Map.of("", 1_000_000L), tools());
    }
}

package syntop.linux.conntrack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import syntop.linux.conntrack.ConntrackStatistics.Counter;
import syntop.linux.netlink.NetlinkMessages;

class ConntrackStatisticsTest {
    private static List<ConntrackStatistics> read(byte[] datagram) {
        ByteBuffer buffer = ByteBuffer.allocateDirect(Math.max(1, datagram.length)).put(datagram);
        NetlinkMessages messages = new NetlinkMessages(buffer);
        messages.over(datagram.length);
        List<ConntrackStatistics> all = new ArrayList<>();
        while (messages.next()) all.add(ConntrackStatistics.read(messages, buffer));
        return all;
    }

    @Test
    void readsEachProcessor() {
        byte[] datagram = Recorded.datagram("statistics");
        ByteBuffer view = ByteBuffer.wrap(datagram).order(ByteOrder.nativeOrder());
        int second = view.getInt(0);
        // the first attribute of the second message: found, of which the recording has none
        assertEquals(Counter.found.ordinal() + 2, view.getShort(second + 22));
        view.order(ByteOrder.BIG_ENDIAN).putInt(second + 24, -1);
        List<ConntrackStatistics> all = read(datagram);
        assertNull(all.get(2)); // the end of the dump
        assertEquals(0, all.get(0).cpu());
        assertTrue(all.get(0).isZero());
        assertEquals(1, all.get(1).cpu());
        assertEquals(0xFFFF_FFFFL, all.get(1).get(Counter.found));
        assertFalse(all.get(1).isZero());
        ConntrackStatistics total = ConntrackStatistics.total(all.subList(0, 2));
        assertEquals(0xFFFF_FFFFL, total.get(Counter.found));
    }

    @Test
    void takesAMessageCutAnywhere() {
        byte[] datagram = Recorded.datagram("statistics");
        ByteBuffer view = ByteBuffer.wrap(datagram).order(ByteOrder.nativeOrder());
        int length = view.getInt(0);
        for (int cut = 16; cut < length; cut++) {
            view.putInt(0, cut);
            ConntrackStatistics one = read(Arrays.copyOf(datagram, cut)).get(0);
            if (cut < 20) assertNull(one);
        }
    }

    @Test
    void countsOnAcrossAWrap() {
        ConntrackStatistics before = ConntrackStatistics.of(3, 10, 0xFFFF_FFFEL);
        ConntrackStatistics after = ConntrackStatistics.of(3, 15, 1);
        ConntrackStatistics added = after.since(before);
        assertEquals(5, added.get(Counter.found));
        assertEquals(3, added.get(Counter.invalid));
        assertEquals(3, added.cpu());
    }

    @Test
    void countComesFromTwoFiles(@TempDir Path dir) throws IOException {
        assertThrows(NoSuchFileException.class, () -> ConntrackCount.read(dir));
        Files.writeString(dir.resolve("nf_conntrack_count"), "108063\n");
        Files.writeString(dir.resolve("nf_conntrack_max"), "262144\n");
        assertEquals(new ConntrackCount(108_063, 262_144), ConntrackCount.read(dir));
        Files.writeString(dir.resolve("nf_conntrack_max"), "many\n");
        assertThrows(IOException.class, () -> ConntrackCount.read(dir));
    }
}

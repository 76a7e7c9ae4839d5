package syntop.capture.decode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SelectionTest {
    @Test
    void allTakesEverything() {
        assertTrue(Selection.ALL.port(0));
        assertTrue(Selection.ALL.port(65535));
        assertTrue(Selection.ALL.net(-1, -1));
    }

    @Test
    void takesTheNamedPortsAndNoOthers() {
        Set<Integer> ports = Set.of(0, 22, 63, 64, 443, 65535);
        Selection selection = new Selection(List.copyOf(ports), List.of());
        for (int port = 0; port <= 65535; port++) {
            assertEquals(ports.contains(port), selection.port(port), "port=" + port);
        }
    }

    @Test
    void takesAnyOfTheNetworks() {
        Prefix first = new Prefix(0x20010DB8_00000000L, 0, 32);
        Prefix second = new Prefix(0xFD00_0000_0000_0000L, 0, 8);
        Selection selection = new Selection(List.of(), List.of(first, second));
        assertTrue(selection.net(0x20010DB8_FFFF0000L, 1));
        assertTrue(selection.net(0xFD12_0000_0000_0000L, 1));
        assertFalse(selection.net(0x20010DB9_00000000L, 1));
        assertTrue(selection.port(9));
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 65536})
    void rejectsOtherPorts(int port) {
        assertThrows(IllegalArgumentException.class, () -> new Selection(List.of(port), List.of()));
    }
}

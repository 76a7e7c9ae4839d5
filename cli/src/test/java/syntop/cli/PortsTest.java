package syntop.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PortsTest {
    @TempDir Path folder;
    private Path services;

    @BeforeEach
    void writeServices() throws IOException {
        services = folder.resolve("services");
        String text =
                """
                # Network services, Internet style
                tcpmux\t\t1/tcp\t\t\t# TCP port service multiplexer
                  indented  7/tcp  echoed
                onlyudp  69/udp
                both 99/udp
                both 100/tcp alias1 alias2 # alias3
                broken
                broken2 x/tcp
                toohigh 70000/tcp
                caf\u00e9 101/tcp
                """;
        Files.writeString(services, text, StandardCharsets.ISO_8859_1);
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "80, 80", "65535, 65535", "00080, 80"})
    void readsNumbers(String text, int port) {
        assertEquals(port, Ports.parse(text, services));
    }

    @ParameterizedTest
    @CsvSource({
        "tcpmux, 1",
        "indented, 7",
        "echoed, 7",
        "both, 100",
        "alias1, 100",
        "alias2, 100",
    })
    void looksNamesUp(String name, int port) {
        assertEquals(port, Ports.parse(name, services));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "-1",
                "+80",
                "8o",
                "0x50",
                "65536",
                "99999",
                "100000",
                "4294967376",
                "80 ",
                "onlyudp",
                "alias3",
                "#",
                "broken",
                "broken2",
                "toohigh",
                "1/tcp",
                "100/tcp",
                "HTTP",
                "\u0668\u0660", // 80 in Arabic-Indic digits
            })
    void rejectsWhatIsNoPort(String text) {
        assertThrows(IllegalArgumentException.class, () -> Ports.parse(text, services));
    }

    @Test
    void knowsTheCommonNamesWithoutTheFile() {
        Path missing = folder.resolve("missing");
        assertEquals(443, Ports.parse("https", missing));
        assertEquals(22, Ports.parse("ssh", missing));
        IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, () -> Ports.parse("tcpmux", missing));
        assertTrue(e.getMessage().startsWith("no such port: tcpmux"), e.getMessage());
    }
}

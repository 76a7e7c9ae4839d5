package syntop.cli.render;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import syntop.cli.Golden;

class CsvRendererTest {
    private static String csv(Report report) throws IOException {
        StringWriter out = new StringWriter();
        CsvRenderer.render(report, out);
        return out.toString();
    }

    @Test
    void rowsEqualExpectedFile() throws IOException {
        Golden.assertMatches("mixed.csv", csv(Reports.of(Reports.mixed().build(), "flood.pcap")));
    }

    @Test
    void hugeCountsAreNotGrouped() throws IOException {
        Golden.assertMatches(
                "huge.csv", csv(Reports.of(Reports.huge(1_000_000_000_000L).build(), "a")));
    }

    @Test
    void portsAreTheirOwnColumn() throws IOException {
        assertEquals(
                """
                rank,port,syn,share,synPerSecond
                1,443,800,0.8000,320000.0000
                2,0,100,0.1000,40000.0000
                3,65535,100,0.1000,40000.0000
                """,
                csv(Reports.of(Reports.byPort(), "a")));
    }

    @Test
    void theRateIsEmptyWithoutAnInterval() throws IOException {
        assertEquals(
                """
                rank,source,syn,share,synPerSecond
                1,198.51.100.7,3,0.7500,
                2,198.51.100.8,1,0.2500,
                """,
                csv(Reports.of(Reports.noTimes(), "a")));
    }

    @Test
    void anEmptyCaptureHasAHeaderOnly() throws IOException {
        assertEquals("rank,source,syn,share,synPerSecond\n", csv(Reports.of(Reports.empty(), "a")));
    }

    @Test
    void nothingOfAFileNameIsPrinted() throws IOException {
        assertEquals(
                csv(Reports.of(Reports.noTimes(), "a")),
                csv(Reports.of(Reports.noTimes(), "\u001b[2J,\"\n=1+1")));
    }
}

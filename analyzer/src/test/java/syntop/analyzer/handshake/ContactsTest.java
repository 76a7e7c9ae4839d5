package syntop.analyzer.handshake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import syntop.analyzer.SynBatches;

/** A source with many targets, among so many others that not all are kept. */
class ContactsTest {
    private static final int PORTS = 1_000;
    private static final long SCANNER = SynBatches.mapped(0xC633_6418);
    private static final long SERVER = SynBatches.mapped(0xCB00_7107);

    private AddressHash hasher = new AddressHash(1);

    private void add(Contacts contacts, long source, int port, int outcome, long second) {
        long hash = hasher.address(0, source, 0);
        long server = hasher.address(0, SERVER, 0);
        contacts.add(hash, 0, source, server, port, outcome, false, second);
    }

    /** With the table so full of others that one pair in so many is kept. */
    private Contacts scan(int oneOf) {
        int pairs = 1 << 12;
        Contacts contacts = new Contacts(pairs);
        for (int port = 1; port <= PORTS; port++) {
            add(contacts, SCANNER, port, Contacts.FAILED, port);
        }
        for (int i = 0; (1 << contacts.level()) < oneOf; i++) {
            add(contacts, SynBatches.mapped(0x0100_0000 + i), 443, Contacts.SUCCEEDED, i);
        }
        return contacts;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4, 8, 16, 32, 64})
    void aSourceWithAThousandTargetsIsFoundInEachSample(int oneOf) {
        int seeds = 40;
        double sum = 0;
        double deviation = Math.sqrt(PORTS * (oneOf - 1.0)); // of a binomial sample, weighted
        for (int seed = 1; seed <= seeds; seed++) {
            hasher = new AddressHash(seed);
            List<Contacter> most = scan(oneOf).most(1);
            String what = "seed=" + seed + " oneOf=" + oneOf + " " + most.get(0).targets();
            assertEquals(SCANNER, most.get(0).lo(), what);
            assertTrue(most.get(0).targets() % oneOf == 0, what);
            assertEquals(PORTS, (double) most.get(0).targets(), 4 * deviation + 1e-9, what);
            sum += (double) most.get(0).targets();
        }
        double error = 3 * deviation / Math.sqrt(seeds) + 1e-9;
        assertEquals(PORTS, sum / seeds, error, "mean, oneOf=" + oneOf);
    }

    @Test
    void countsHowOftenATargetIsAskedAndWhenFirst() {
        Contacts early = new Contacts();
        Contacts late = new Contacts();
        for (int again = 0; again < 5; again++) {
            for (int port = 1; port <= 10; port++) {
                int second = 100 * again + port;
                add(again < 2 ? early : late, SCANNER, port, Contacts.FAILED, second);
            }
        }
        Contacter both = late.and(early).most(1).get(0);
        assertEquals(5, both.timesEach());
        assertEquals(10, both.targets());
        assertEquals(1, both.timeline().seconds()[0]);
        assertEquals(10, both.timeline().size());
    }

    @Test
    void successOutdoesFailureInWhicheverPeriod() {
        for (int first : new int[] {Contacts.FAILED, Contacts.SUCCEEDED}) {
            Contacts one = new Contacts();
            Contacts other = new Contacts();
            add(one, SCANNER, 80, first, 1);
            add(other, SCANNER, 80, Contacts.SUCCEEDED - first, 2);
            assertEquals(1, one.and(other).most(1).get(0).succeeded());
        }
    }
}

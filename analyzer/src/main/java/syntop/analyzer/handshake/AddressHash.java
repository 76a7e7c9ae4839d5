package syntop.analyzer.handshake;

import java.security.SecureRandom;
import java.util.SplittableRandom;

/**
 * Keyed hash of addresses and ports: folded 128-bit products of the input and secret words, as in
 * wyhash. The words are drawn for each object and nothing that a sender sees depends on the hashes,
 * so no sender can aim at a bucket; what is stored here has buckets of fixed size, so collisions
 * could cost accuracy, never time. Immutable.
 */
final class AddressHash {
    private final long key0;
    private final long key1;
    private final long key2;
    private final long key3;

    /** Draws the words. */
    AddressHash() {
        this(new SecureRandom().nextLong());
    }

    /** Draws the words from a seed that the test knows. */
    AddressHash(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        key0 = random.nextLong();
        key1 = random.nextLong();
        key2 = random.nextLong();
        key3 = random.nextLong();
    }

    /** The product of two words, its halves folded together. */
    private static long fold(long a, long b) {
        // the high half of the signed product; any mixture of the halves will do
        return a * b ^ Math.multiplyHigh(a, b);
    }

    /**
     * Hash of a connection. Hot path.
     *
     * @param clientHi address of who asked, upper half
     * @param ports the client's port in the upper, the server's in the lower 16 bits
     */
    long connection(long clientHi, long clientLo, long serverHi, long serverLo, int ports) {
        long portWord = ports & 0xFFFF_FFFFL;
        if ((clientHi | serverHi) == 0) { // IPv4: both addresses make one word
            long both = clientLo << 32 | serverLo & 0xFFFF_FFFFL;
            return fold(fold(both ^ key0, portWord ^ key1) ^ key2, key3);
        }
        long client = fold(clientHi ^ key0, clientLo ^ key1);
        long server = fold(serverHi ^ key2, serverLo ^ key3);
        return fold(client ^ key2, Long.rotateLeft(server, 17) ^ portWord ^ key3);
    }

    /** Hash of an address and a number, as a port. Hot path. */
    long address(long hi, long lo, long number) {
        return fold(fold(hi ^ key2, lo ^ key1) ^ key0, number ^ key3);
    }
}

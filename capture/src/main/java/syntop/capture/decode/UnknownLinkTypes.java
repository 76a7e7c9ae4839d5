package syntop.capture.decode;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How many frames there were of each link type that is not decoded. Used by the capture thread;
 * read by others once that has ended. Memory: fixed, for {@value #MAX} link types; a forged file
 * may have 65,536.
 */
final class UnknownLinkTypes {
    /** Link types that are told apart; the frames of further ones are counted together. */
    static final int MAX = 16;

    private final int[] linkTypes = new int[MAX];
    private final long[] frames = new long[MAX + 1]; // the last: of all others
    private int size;

    /** Counts one frame. */
    void count(int linkType) {
        int i = 0;
        while (i < size && linkTypes[i] != linkType) i++;
        if (i == size && size < MAX) linkTypes[size++] = linkType;
        frames[i]++;
    }

    /** Frames by the name of their link type, in the order they came; "others" for the rest. */
    Map<String, Long> byName() {
        Map<String, Long> counts = new LinkedHashMap<>();
        for (int i = 0; i < size; i++) {
            counts.put(name(linkTypes[i]), frames[i]);
        }
        if (frames[MAX] > 0) counts.put("others", frames[MAX]);
        return counts;
    }

    // the header of PPI is known: it announces what is not
    private static String name(int linkType) {
        String name = LinkType.name(linkType);
        return LinkType.isDecoded(linkType) ? "inside " + name : name;
    }
}

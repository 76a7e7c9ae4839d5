package syntop.capture.decode;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import syntop.capture.filter.LiveFilter;
import syntop.capture.filter.LiveFilters;

/** No way to wrap a SYN that the decoder knows hides it from the filter of live captures. */
class WrappedSynLiveFilterTest {
    static List<SynFrame> ethernetFrames() {
        return SynFrame.all().stream().filter(f -> f.linkType() == LinkType.ETHERNET).toList();
    }

    @ParameterizedTest
    @MethodSource("ethernetFrames")
    void ownProgramLetsItThrough(SynFrame syn) {
        LiveFilter filter = new LiveFilter(List.of(443), List.of(), syn.tunnels());
        assertTrue(LiveFilters.ownAccepts(filter, syn.frame()));
    }

    @ParameterizedTest
    @MethodSource("ethernetFrames")
    void libpcapsProgramLetsItThrough(SynFrame syn) throws Exception {
        // libpcap rejects a frame when it looks past its end for something else
        byte[] padded = Arrays.copyOf(syn.frame(), 300);
        LiveFilter filter = new LiveFilter(List.of(443), List.of(), syn.tunnels());
        assertTrue(LiveFilters.libpcapAccepts(filter, LinkType.ETHERNET, padded));
    }
}

package syntop.capture.live;

import java.util.List;
import syntop.capture.CaptureException;
import syntop.capture.filter.LiveFilter;

/** Opens an interface and says how it went; run by tests with less than their own privileges. */
public final class OpenInterface {
    private OpenInterface() {}

    /**
     * Opens.
     *
     * @param args backend and interface
     */
    public static void main(String[] args) {
        LiveFilter filter = new LiveFilter(List.of(), List.of(), false);
        Backend backend = Backend.valueOf(args[0]);
        LiveOptions options =
                new LiveOptions(args[1], filter, backend, LiveOptions.MIN_BUFFER_BYTES, true);
        try (LiveSource source = LiveSources.open(options, () -> 0)) {
            System.out.println("opened " + source.interfaceName());
        } catch (CaptureException e) {
            System.out.println(e.getMessage());
        }
    }
}

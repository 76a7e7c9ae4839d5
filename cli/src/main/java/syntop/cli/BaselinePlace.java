package syntop.cli;

import java.nio.file.Path;
import java.util.Map;

/** Where a baseline is if nobody names another file. */
final class BaselinePlace {
    private static final Path OF_HOST = Path.of("/var/lib/syntop/baseline.json");

    private BaselinePlace() {}

    /**
     * For root the state of the host (Filesystem Hierarchy Standard 3.0, 5.8); for others that of
     * the user (XDG Base Directory Specification 0.8: state is what is to outlive a restart, but
     * not worth carrying to another machine).
     *
     * @param environment variables
     * @param home folder of the user; null: there is none
     * @return null when there is no place
     */
    static Path of(Map<String, String> environment, String home, boolean root) {
        if (root) return OF_HOST;
        String state = environment.get("XDG_STATE_HOME");
        // a relative path is to be ignored, says the specification
        if (state != null && state.startsWith("/")) return Path.of(state, "syntop/baseline.json");
        if (home == null || !home.startsWith("/")) return null;
        return Path.of(home, ".local/state/syntop/baseline.json");
    }
}

package syntop.linux.sockets;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a process's control group (cgroups(7), /proc/PID/cgroup) tells of who started it.
 *
 * @param unit the innermost systemd unit, or null
 * @param container kind and short name of the container, or null
 */
record ControlGroup(String unit, String container) {
    static final ControlGroup NONE = new ControlGroup(null, null);

    private static final int SHORT_ID = 12; // as docker ps prints it

    /**
     * Such as {@code docker-<id>.scope}, {@code cri-containerd-<id>.scope}, {@code libpod-<id>}.
     */
    private static final Pattern NAMED_ID =
            Pattern.compile(
                    "(docker|libpod|cri-containerd|crio|containerd)-([0-9a-f]{64})(\\..*)?");

    private static final Pattern ID = Pattern.compile("[0-9a-f]{64}");
    private static final Pattern LXC = Pattern.compile("lxc\\.payload\\.(.+)|machine-(.+)\\.scope");
    private static final Pattern UNIT = Pattern.compile(".+\\.(service|socket|scope)");

    /**
     * Reads the lines of the file: hierarchy, controllers, path. That of version 2 has neither of
     * the first two; with version 1 systemd has a hierarchy of its own.
     */
    static ControlGroup parse(List<String> lines) {
        ControlGroup found = NONE;
        for (String line : lines) {
            String[] fields = line.split(":", 3);
            if (fields.length < 3) continue;
            boolean systemd = fields[1].isEmpty() || fields[1].equals("name=systemd");
            ControlGroup group = ofPath(fields[2]);
            String unit = found.unit == null && systemd ? group.unit : found.unit;
            String container = found.container == null ? group.container : found.container;
            found = new ControlGroup(unit, container);
        }
        return found;
    }

    private static ControlGroup ofPath(String path) {
        String unit = null;
        String container = null;
        String parent = "";
        for (String part : path.split("/")) {
            Matcher named = NAMED_ID.matcher(part);
            Matcher lxc = LXC.matcher(part);
            if (named.matches()) {
                container = named.group(1) + " " + named.group(2).substring(0, SHORT_ID);
            } else if (ID.matcher(part).matches()) {
                String kind = parent.equals("docker") ? "docker" : "container";
                container = kind + " " + part.substring(0, SHORT_ID);
            } else if (lxc.matches()) {
                container = "lxc " + (lxc.group(1) == null ? lxc.group(2) : lxc.group(1));
            } else if (UNIT.matcher(part).matches()) {
                unit = part;
            }
            parent = part;
        }
        return new ControlGroup(unit, container);
    }
}

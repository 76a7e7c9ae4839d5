package syntop.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import syntop.capture.CaptureException;
import syntop.capture.filter.LiveFilter;
import syntop.capture.live.Backend;
import syntop.capture.live.CaptureInterface;
import syntop.capture.live.LiveOptions;
import syntop.linux.counters.Offloads;

/** Looks at everything that capturing on this host needs, and at what a flood would find. */
final class Diagnosis {
    /** Interfaces that are tried; a host of containers has thousands. */
    private static final int MAX_TRIED = 16;

    private static final String CAPTURE = "capture";

    private final Host host;
    private final List<Finding> findings = new ArrayList<>();
    private boolean canCapture;

    /** Looks. */
    Diagnosis(Host host) throws InterruptedException {
        this.host = host;
        List<Finding> requests = new Requests(host).findings();
        add(Finding.ok("java", "Java " + Runtime.version().toString()));
        libpcap();
        try {
            List<CaptureInterface> interfaces = host.interfaces();
            defaultRoute(interfaces);
            capture(interfaces);
        } catch (CaptureException e) {
            add(Finding.fail(CAPTURE, e.getMessage(), null));
        }
        synCookies();
        requests.forEach(this::add);
        clock();
    }

    /** What was found, in an order that does not change. */
    List<Finding> findings() {
        return List.copyOf(findings);
    }

    /** Whether some interface can be captured. */
    boolean canCapture() {
        return canCapture;
    }

    private void add(Finding finding) {
        findings.add(finding);
    }

    private void libpcap() {
        try {
            add(Finding.ok("libpcap", "libpcap " + host.libpcapVersion()));
        } catch (CaptureException e) {
            add(
                    Finding.warn(
                            "libpcap",
                            "libpcap cannot be loaded: no --filter, no --backend libpcap",
                            "apt-get install libpcap0.8"));
        }
    }

    private void defaultRoute(List<CaptureInterface> interfaces) throws CaptureException {
        String name = host.defaultInterface();
        if (name == null) {
            add(
                    Finding.warn(
                            "route",
                            "no default route, so no interface to choose without -i",
                            "name one of them: any, " + CaptureOptions.names(interfaces)));
        } else {
            add(Finding.ok("route", "without -i, " + name + " is captured: the default route"));
        }
    }

    private void capture(List<CaptureInterface> interfaces) {
        List<CaptureInterface> up = interfaces.stream().filter(CaptureInterface::up).toList();
        for (CaptureInterface each : up.subList(0, Math.min(MAX_TRIED, up.size()))) {
            tryToCapture(each);
        }
        if (up.size() > MAX_TRIED) {
            int more = up.size() - MAX_TRIED;
            add(Finding.ok(CAPTURE, more + " more interfaces are up, and were not tried"));
        }
        List<CaptureInterface> down = interfaces.stream().filter(each -> !each.up()).toList();
        if (!down.isEmpty()) {
            add(Finding.ok("interface", "not up, so not captured: " + CaptureOptions.names(down)));
        }
        if (up.isEmpty()) {
            add(Finding.fail(CAPTURE, "no interface is up", "ip link set IF up"));
        }
    }

    private void tryToCapture(CaptureInterface each) {
        LiveOptions options =
                new LiveOptions(
                        each.name(),
                        new LiveFilter(List.of(), List.of(), false),
                        Backend.RING,
                        LiveOptions.MIN_BUFFER_BYTES,
                        false);
        try {
            host.open(options).close();
        } catch (CaptureException e) {
            String refused = e.getMessage().replace(": cannot capture, ", ": ");
            String[] parts = refused.split("; ", 2);
            String remedy = parts.length > 1 ? parts[1] : null;
            add(Finding.fail(CAPTURE, "capture on " + parts[0], remedy));
            return;
        }
        canCapture = true;
        String carrier = each.running() ? "" : ", which has no carrier";
        add(Finding.ok(CAPTURE, "capture on " + each.name() + carrier));
        if (!each.loopback()) offloads(each.name());
    }

    private void offloads(String name) {
        try {
            Offloads offloads = host.offloads(name);
            List<String> on = new ArrayList<>();
            if (offloads.genericReceive()) on.add("GRO");
            if (offloads.largeReceive()) on.add("LRO");
            if (offloads.vlanTags()) on.add("VLAN tags");
            String which = on.isEmpty() ? "none" : String.join(", ", on);
            add(Finding.ok("offloads", "offloads of " + name + ": " + which + "; no SYN is lost"));
        } catch (IOException e) {
            String text = "offloads of " + name + " are not known, " + e.getMessage();
            add(Finding.warn("offloads", text, null));
        }
    }

    private void synCookies() {
        try {
            add(
                    switch (host.synCookies()) {
                        case WHEN_FULL ->
                                Finding.ok("syncookies", "SYN cookies when a queue is full");
                        case ALWAYS ->
                                Finding.warn(
                                        "syncookies",
                                        "net.ipv4.tcp_syncookies is 2: every connection gets a"
                                                + " cookie and loses TCP options",
                                        "sysctl -w net.ipv4.tcp_syncookies=1");
                        case OFF ->
                                Finding.warn(
                                        "syncookies",
                                        "net.ipv4.tcp_syncookies is 0: this host cannot survive a"
                                                + " SYN flood",
                                        "sysctl -w net.ipv4.tcp_syncookies=1");
                        case MISSING ->
                                Finding.warn(
                                        "syncookies",
                                        "this kernel has no SYN cookies: this host cannot survive a"
                                                + " SYN flood",
                                        "use a kernel with CONFIG_SYN_COOKIES");
                    });
        } catch (IOException e) {
            add(Finding.warn("syncookies", "SYN cookies: not known, " + e.getMessage(), null));
        }
    }

    private void clock() {
        if (host.isClockSynchronized()) {
            add(Finding.ok("clock", "the clock is kept right"));
        } else {
            add(
                    Finding.warn(
                            "clock",
                            "nothing keeps the clock right: times do not compare with other hosts",
                            "apt-get install chrony"));
        }
    }
}

package syntop.cli.render;

import java.util.List;

/**
 * Where live packets came from, and what was lost on the way.
 *
 * @param interfaceName name of the interface, or any
 * @param backend who took the packets from the kernel: ring or libpcap
 * @param ports destination ports; empty: all
 * @param direction which destinations count: local, net or all
 * @param towards their addresses or networks; empty: all
 * @param received frames that the kernel's filter let through, dropped ones included
 * @param droppedByKernel those of them that found the capture buffer full
 * @param droppedByInterface frames that the interface lost before any filter
 * @param kernelFilter what the kernel lets through; null: nothing is filtered
 * @param complete whether capturing has ended: then every frame received is counted or dropped
 */
public record LiveCapture(
        String interfaceName,
        String backend,
        List<Integer> ports,
        String direction,
        List<String> towards,
        long received,
        long droppedByKernel,
        long droppedByInterface,
        KernelFilter kernelFilter,
        boolean complete) {
    private static final int SHOWN = 3;

    /** Copies the lists. */
    public LiveCapture {
        ports = List.copyOf(ports);
        towards = List.copyOf(towards);
    }

    /** Whether anything was lost, so that each count may be too low. */
    public boolean isLossy() {
        return droppedByKernel > 0 || droppedByInterface > 0;
    }

    /**
     * Frames that are neither counted nor dropped although they should be: received less both. Not
     * 0 means that some counter is wrong.
     *
     * @param frames frames that were counted, whatever their outcome
     */
    long unaccounted(long frames) {
        return complete ? received - frames - droppedByKernel : 0;
    }

    /** What is watched, for people: tcp dst port 443 to this host. */
    String watched() {
        String port = ports.isEmpty() ? "tcp" : "tcp dst port " + list(ports);
        return switch (direction) {
            case "local" -> port + " to this host";
            case "net" -> port + " to " + list(towards);
            default -> port + " in every direction";
        };
    }

    private static String list(List<?> values) {
        StringBuilder out = new StringBuilder();
        for (Object value : values.subList(0, Math.min(SHOWN, values.size()))) {
            out.append(out.length() == 0 ? "" : ",").append(value);
        }
        if (values.size() > SHOWN)
            out.append(" and ").append(values.size() - SHOWN).append(" more");
        return out.toString();
    }
}

package syntop.linux.conntrack;

/** Takes tracked connections one by one. */
@FunctionalInterface
public interface FlowHandler {
    /**
     * Takes one. May be on a hot path.
     *
     * @param flow valid during the call: the next one is put into the same object
     */
    void take(Flow flow);
}

package syntop.linux.conntrack;

/** What happened to a tracked connection. The names are those of the command line and of JSON. */
public enum FlowEvent {
    /** Its first packet has passed. */
    NEW,
    /** Its state, its mark or another property has changed. */
    UPDATE,
    /** It has ended, its time was up, or it was removed. */
    DESTROY;

    /** The netlink group that tells of it: NFNLGRP_CONNTRACK_NEW, _UPDATE, _DESTROY. */
    int group() {
        return ordinal() + 1;
    }
}

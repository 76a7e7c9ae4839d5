package syntop.capture.live;

/** Makes the exception of an interface that went down, for sources that tests make up. */
public final class Downs {
    private Downs() {}

    /** As a source throws it. */
    public static InterfaceDownException of(String name) {
        return new InterfaceDownException(name + ": the interface went down");
    }
}

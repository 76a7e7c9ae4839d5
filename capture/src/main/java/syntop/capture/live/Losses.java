package syntop.capture.live;

/**
 * What a live source was given and what was lost on the way, since it was opened; never falling.
 *
 * @param received frames that the filter accepted, dropped ones included
 * @param droppedByKernel frames that the filter accepted and found no room in the capture buffer
 * @param droppedByInterface frames that the interface lost before any filter, of every kind; the
 *     interface's count for the whole system, so other causes than load are in it too
 */
public record Losses(long received, long droppedByKernel, long droppedByInterface) {
    /** Nothing received, nothing lost. */
    public static final Losses NONE = new Losses(0, 0, 0);

    /** The sum of both, for a run that had to open its interface again. */
    public Losses plus(Losses other) {
        return new Losses(
                received + other.received,
                droppedByKernel + other.droppedByKernel,
                droppedByInterface + other.droppedByInterface);
    }
}

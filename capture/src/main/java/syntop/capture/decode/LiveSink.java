package syntop.capture.decode;

/** Takes the frames of a live source, on the capture thread. */
public interface LiveSink extends FrameSink {
    /**
     * Says that every frame there was has been handed over. Called each time before the source
     * waits, and at least ten times a second while nothing comes: time to hand over what is half
     * full, and to move on clocks.
     */
    void idle();

    /**
     * Where one of several threads puts its frames.
     *
     * @param number of the thread, from 0 on
     */
    default LiveSink lane(int number) {
        return this;
    }
}

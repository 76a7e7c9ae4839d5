package syntop.capture.live;

import java.util.List;
import syntop.capture.CaptureException;
import syntop.capture.batch.Thinning;
import syntop.capture.decode.LiveSink;
import syntop.capture.filter.LiveFilter;

/**
 * Frames of a network interface as they pass. {@link LiveSources#open} opens one; the filter is in
 * place before the first frame is taken, so no frame that it rejects is ever seen.
 *
 * <p>{@link #run} belongs to the capture thread, which it keeps until the end; it can be called
 * once. The other methods are for any thread, at any time. Frames wait in a buffer of the kernel
 * while the sink is busy; what finds it full is dropped and counted in {@link #losses}.
 *
 * <p>Outgoing frames are seen as well as incoming ones. On {@code any} a packet that passes several
 * interfaces, of a bridge or a tunnel say, is seen at each of them; on the loopback interface,
 * where each packet goes out and comes in, once.
 */
public interface LiveSource extends AutoCloseable {
    /** The interface as it was given: a name, or {@link LiveOptions#ANY}. */
    String interfaceName();

    /** LINKTYPE_ number of every frame. */
    int linkType();

    /** What lets frames through: the filter that was asked for, or a wider one that is shorter. */
    LiveFilter filter();

    /** The program that the filter was made into, a line for each instruction. */
    List<String> listing();

    /**
     * Has {@link #run} swap the filter as it is told, and tell when packets are lost or about to
     * be. Before it, once.
     *
     * @return false if this source cannot: then it lets everything through as before
     */
    default boolean thin(Thinning by) {
        return false;
    }

    /**
     * Hands frames to the sink until {@link #stop} is called, then those that had come by then, and
     * returns. What the sink throws ends the run and is thrown from here.
     *
     * @throws InterfaceDownException if the interface goes down or is removed; frames that came
     *     before have been handed over. Another source can be opened once it is back
     * @throws CaptureException if the system refuses to go on
     */
    void run(LiveSink sink) throws CaptureException;

    /**
     * Makes {@link #run} return: at once when nothing waits to be handed over, else within the
     * block timeout of some 50 ms, and as long as the sink takes. Before run, it makes run return
     * at once. Again, it does nothing.
     */
    void stop();

    /**
     * What came and what was lost since the source was opened. While frames wait to be handed over
     * they count as received; when {@link #run} has returned, {@code received} equals the frames
     * handed over plus {@code droppedByKernel}. After {@link #close} it tells the last state.
     */
    Losses losses();

    /**
     * Stops, waits until {@link #run} has returned, and gives everything back. A sink that never
     * returns makes this wait for ever.
     */
    @Override
    void close();
}

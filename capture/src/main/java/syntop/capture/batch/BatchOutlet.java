package syntop.capture.batch;

/** Where batches go that were filled: to another thread, or to who counts on the same. */
public interface BatchOutlet {
    /** An empty batch to fill; waits for one. */
    SegmentBatch claimWaiting();

    /** Hands the claimed batch over. Hot path. */
    void publish();

    /** Says that nothing more will be published; the last call. */
    void close();
}

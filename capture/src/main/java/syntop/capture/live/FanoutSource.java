package syntop.capture.live;

import java.util.ArrayList;
import java.util.List;
import syntop.capture.CaptureException;
import syntop.capture.batch.Thinning;
import syntop.capture.decode.LiveSink;
import syntop.capture.filter.LiveFilter;

/**
 * Several packet rings on one interface: the kernel gives all frames of a connection, in both
 * directions, to one of them. Each is read by a thread of its own, the first by who calls {@link
 * #run}.
 */
final class FanoutSource implements LiveSource {
    private final List<RingSource> rings;

    private FanoutSource(List<RingSource> rings) {
        this.rings = rings;
    }

    /** Opens as many rings as the options say. */
    static FanoutSource open(LiveOptions options) throws CaptureException {
        List<RingSource> rings = new ArrayList<>();
        try {
            rings.add(RingSource.open(options, RingSource.NEW_GROUP));
            int group = rings.get(0).fanoutGroup();
            while (rings.size() < options.lanes()) {
                rings.add(RingSource.open(options, group));
            }
            return new FanoutSource(rings);
        } catch (CaptureException | RuntimeException e) {
            rings.forEach(LiveSource::close);
            throw e;
        }
    }

    @Override
    public String interfaceName() {
        return rings.get(0).interfaceName();
    }

    @Override
    public int linkType() {
        return rings.get(0).linkType();
    }

    @Override
    public LiveFilter filter() {
        return rings.get(0).filter();
    }

    @Override
    public List<String> listing() {
        return rings.get(0).listing();
    }

    @Override
    public boolean thin(Thinning by) {
        boolean all = true;
        for (int i = 0; i < rings.size(); i++) {
            all &= rings.get(i).thin(by, i);
        }
        return all;
    }

    @Override
    public void run(LiveSink sink) throws CaptureException {
        List<Lane> lanes = new ArrayList<>();
        for (int i = 1; i < rings.size(); i++) {
            Lane lane = new Lane(rings.get(i), sink.lane(i), "syntop-capture-" + (i + 1));
            lanes.add(lane);
            lane.start();
        }
        CaptureException failure = null;
        try {
            rings.get(0).run(sink.lane(0));
        } catch (CaptureException e) {
            failure = e;
        } finally {
            stop(); // one that ends alone would leave its part of the frames uncounted
            for (Lane lane : lanes) {
                lane.await();
                if (failure == null) failure = lane.failure;
            }
        }
        if (failure != null) throw failure;
        for (Lane lane : lanes) {
            if (lane.fault != null) throw new IllegalStateException("capture failed", lane.fault);
        }
    }

    @Override
    public void stop() {
        rings.forEach(RingSource::stop);
    }

    /** The sum; but what the interface lost is told by each for all. */
    @Override
    public Losses losses() {
        Losses sum = Losses.NONE;
        for (RingSource ring : rings) {
            Losses one = ring.losses();
            sum =
                    new Losses(
                            sum.received() + one.received(),
                            sum.droppedByKernel() + one.droppedByKernel(),
                            Math.max(sum.droppedByInterface(), one.droppedByInterface()));
        }
        return sum;
    }

    @Override
    public void close() {
        rings.forEach(RingSource::close);
    }

    /** Reads one ring. */
    private final class Lane extends Thread {
        private final RingSource ring;
        private final LiveSink sink;
        private CaptureException failure;
        private Throwable fault;

        Lane(RingSource ring, LiveSink sink, String name) {
            super(name);
            this.ring = ring;
            this.sink = sink;
        }

        @Override
        public void run() {
            try {
                ring.run(sink);
            } catch (CaptureException e) {
                failure = e;
            } catch (RuntimeException | Error e) {
                fault = e;
            } finally {
                FanoutSource.this.stop();
            }
        }

        /** Waits for the end, whoever wants this thread to hurry: its frames are to be counted. */
        void await() {
            boolean interrupted = false;
            while (isAlive()) {
                try {
                    join();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            if (interrupted) Thread.currentThread().interrupt();
        }
    }
}

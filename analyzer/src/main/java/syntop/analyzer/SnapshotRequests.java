package syntop.analyzer;

import java.util.concurrent.Callable;
import java.util.function.Function;

/**
 * Carries requests for snapshots to the analyzer thread and the answers back. Without a request the
 * analyzer pays one volatile read a batch; the lock is for who asks, and for the answer.
 */
final class SnapshotRequests {
    private volatile Request<?> pending; // null: nobody asks; written under the lock
    private boolean ended; // no thread answers any more; under the lock
    private Throwable failure; // why it ended, or null; under the lock

    /**
     * Asks the analyzer thread, or does its work when that has ended. Any other thread.
     *
     * @param batches how many have to be counted before the answer
     * @param question begins the answer on the analyzer thread; the rest is done by who asks
     * @throws IllegalStateException if counting has failed
     */
    synchronized <T> T ask(
            Analyzer analyzer, long batches, Function<Analyzer, Callable<T>> question)
            throws InterruptedException {
        while (pending != null && !ended) {
            wait(); // another thread asks too
        }
        Callable<T> answer = ended ? null : await(new Request<>(batches, question));
        if (answer == null) {
            if (failure != null) throw new IllegalStateException("counting has failed", failure);
            answer = question.apply(analyzer);
        }
        try {
            return answer.call();
        } catch (InterruptedException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("counting has failed", e);
        }
    }

    /** The answer, or null when the analyzer thread ended instead of giving one. */
    private synchronized <T> Callable<T> await(Request<T> request) throws InterruptedException {
        pending = request;
        try {
            while (request.answer == null && !ended) {
                wait();
            }
            return request.answer;
        } finally {
            pending = null;
            notifyAll();
        }
    }

    /**
     * Answers a request, if there is one. Analyzer thread. Hot path without a request.
     *
     * @param batches counted so far
     */
    void answer(Analyzer analyzer, long batches) {
        Request<?> request = pending;
        if (request == null || request.answered || batches < request.batches) return;
        request.answered = true;
        answer(request, analyzer);
    }

    private <T> void answer(Request<T> request, Analyzer analyzer) {
        Callable<T> answer = request.question.apply(analyzer);
        synchronized (this) {
            request.answer = answer;
            notifyAll();
        }
    }

    /** Says that no further request will be answered; what waits is woken. */
    synchronized void end(Throwable why) {
        ended = true;
        failure = why;
        notifyAll();
    }

    /** One question. */
    private static final class Request<T> {
        final long batches;
        final Function<Analyzer, Callable<T>> question;
        boolean answered; // the analyzer's note that it need not look again
        Callable<T> answer; // under the lock

        Request(long batches, Function<Analyzer, Callable<T>> question) {
            this.batches = batches;
            this.question = question;
        }
    }
}

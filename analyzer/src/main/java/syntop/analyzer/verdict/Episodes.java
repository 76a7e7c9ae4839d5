package syntop.analyzer.verdict;

import syntop.analyzer.handshake.Timeline;

/** Finds the busiest time of a timeline. */
final class Episodes {
    private static final long LONGEST_PAUSE = 30; // seconds below the threshold within one
    private static final long ENOUGH_REQUESTS = 100; // to know what share usually completes

    private Episodes() {}

    /**
     * The time around the busiest second in which the rate was at least a tenth of the peak and
     * twice the usual one, or half way from it to a peak that is not far above, but for pauses of
     * half a minute.
     *
     * @param fromSecond the busiest second is not before this; the time around it may begin earlier
     * @return null when there was no request
     */
    static Episode busiest(Timeline timeline, double usual, long fromSecond) {
        int peak = -1;
        for (int i = 0; i < timeline.size(); i++) {
            if (timeline.seconds()[i] < fromSecond || timeline.requests()[i] == 0) continue;
            if (peak < 0 || timeline.requests()[i] > timeline.requests()[peak]) peak = i;
        }
        if (peak < 0) return null;
        long most = timeline.requests()[peak];
        double raised = Math.min(2 * usual, (usual + most) / 2);
        double least = Math.min((double) most, Math.max(most / 10.0, raised));
        int start = peak;
        int end = peak;
        for (int i = peak - 1; i >= 0; i--) {
            if (timeline.seconds()[start] - timeline.seconds()[i] > LONGEST_PAUSE) break;
            if (timeline.requests()[i] >= least) start = i;
        }
        for (int i = peak + 1; i < timeline.size(); i++) {
            if (timeline.seconds()[i] - timeline.seconds()[end] > LONGEST_PAUSE) break;
            if (timeline.requests()[i] >= least) end = i;
        }
        return episode(timeline, start, peak, end);
    }

    private static Episode episode(Timeline timeline, int start, int peak, int end) {
        return new Episode(
                timeline.seconds()[start],
                timeline.seconds()[peak],
                timeline.requests()[peak],
                timeline.seconds()[end],
                requests(timeline, start, end),
                completion(timeline, start, end));
    }

    /**
     * From the first to the last, however slow.
     *
     * @param fromSecond what came before this is left out
     * @return null when there was nothing
     */
    static Episode whole(Timeline timeline, long fromSecond) {
        int start = 0;
        int end = timeline.size() - 1;
        while (start <= end && timeline.seconds()[start] < fromSecond) start++;
        return start > end ? null : episode(timeline, start, end);
    }

    private static Episode episode(Timeline timeline, int start, int end) {
        int peak = start;
        for (int i = start; i <= end; i++) {
            if (timeline.requests()[i] > timeline.requests()[peak]) peak = i;
        }
        return episode(timeline, start, peak, end);
    }

    /**
     * The time in which most requests were lost: that with the largest sum, over its seconds, of
     * half of the requests less those completed (Bentley, "Programming Pearls: Algorithm Design
     * Techniques", 1984).
     *
     * @param fromSecond it does not begin before this
     * @return null when no second has less than half of its requests completed
     */
    static Episode worst(Timeline timeline, long fromSecond) {
        double best = 0;
        int bestStart = -1;
        int bestEnd = -1;
        double sum = 0;
        int start = 0;
        for (int i = 0; i < timeline.size(); i++) {
            if (timeline.seconds()[i] < fromSecond) continue;
            if (sum <= 0) {
                sum = 0;
                start = i;
            }
            sum += timeline.requests()[i] / 2.0 - timeline.completed()[i];
            if (sum > best) {
                best = sum;
                bestStart = start;
                bestEnd = i;
            }
        }
        return bestStart < 0 ? null : episode(timeline, bestStart, bestEnd);
    }

    private static long requests(Timeline timeline, int start, int end) {
        long requests = 0;
        for (int i = start; i <= end; i++) {
            requests += timeline.requests()[i];
        }
        return requests;
    }

    private static double completion(Timeline timeline, int start, int end) {
        long completed = 0;
        for (int i = start; i <= end; i++) {
            completed += timeline.completed()[i];
        }
        // the last ones are completed a moment later
        boolean last = end + 1 == timeline.size();
        if (!last && timeline.seconds()[end + 1] == timeline.seconds()[end] + 1) {
            completed += Math.max(0, timeline.completed()[end + 1] - timeline.requests()[end + 1]);
        }
        long requests = requests(timeline, start, last && end > start ? end - 1 : end);
        return requests == 0 ? 0 : Math.min(1, (double) completed / requests);
    }

    /** The share that completed before an episode; NaN when there were too few requests. */
    static double completionBefore(Timeline timeline, Episode episode) {
        long requests = 0;
        long completed = 0;
        for (int i = 0; i < timeline.size(); i++) {
            if (timeline.seconds()[i] >= episode.startSecond()) break;
            requests += timeline.requests()[i];
            completed += timeline.completed()[i];
        }
        return requests < ENOUGH_REQUESTS ? Double.NaN : Math.min(1, (double) completed / requests);
    }
}

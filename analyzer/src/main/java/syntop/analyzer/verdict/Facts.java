package syntop.analyzer.verdict;

import java.util.ArrayList;
import java.util.List;
import syntop.analyzer.baseline.Expectation;
import syntop.analyzer.count.Addresses;
import syntop.analyzer.handshake.Counts;
import syntop.analyzer.handshake.HandshakeReport;
import syntop.analyzer.handshake.Profile;
import syntop.analyzer.handshake.Sources;
import syntop.analyzer.handshake.TargetReport;
import syntop.analyzer.handshake.Timeline;

/**
 * What is known of the requests to one target, or to all, as the numbers that rules are made of.
 */
final class Facts {
    /** Requests in a second below which nobody speaks of a flood or a crowd. */
    static final long FLOOR = 100;

    /** Sources below which nothing is said of what they have in common. */
    static final int ENOUGH_SOURCES = 64;

    /** The share of completed requests below which handshakes are said to collapse. */
    static final double COLLAPSE = 0.5;

    /** The share of SYNs that are sent again from which on clients have no answer. */
    static final double RETRIED = 0.2;

    private static final double NEARLY_ALL = 0.9;
    private static final double FALL = 0.25; // of the completed share, on a rate alarm

    /** The completed share of a service that works. */
    static final double WELL = 0.8;

    private static final int MOST_SYNS = 11; // that a client sends for one request, on Linux

    /** Seconds that a half-open request stays in the queue of a Linux server, at most. */
    private static final long PENDING_SECONDS = 63;

    private static final int SUBNET_BITS = 64; // of IPv6: one link, mostly one customer

    final TargetReport target;
    final ServerCounts server; // null: not known
    final Counts counts;
    final Profile profile;
    final Sources sources;
    final RateChange change;
    final Episode episode; // null: no request has a time
    final boolean blind; // whether for a time SYNs alone were captured
    final boolean known; // whether completion can be known
    final double completion; // in the episode
    final double usualCompletion; // before it; NaN when that is not known
    final long ageSeconds; // of the episode, at the latest event

    final boolean onceEach;
    final boolean special;
    final boolean impossible;
    final boolean uniform;
    final boolean oneTtl;
    final boolean oneSignature;
    final boolean bare;

    /**
     * Puts the numbers together.
     *
     * @param all of the same direction
     * @param server what the kernel counted where the targets are; null: not known
     * @param recorded what is usual for the target; null: not known
     */
    Facts(
            TargetReport target,
            TargetReport all,
            HandshakeReport report,
            ServerCounts server,
            Expectation recorded) {
        this.target = target;
        this.server = server;
        counts = target.counts();
        profile = target.profile();
        sources = profile.sources();
        Timeline timeline = target.timeline();
        change = RateChange.of(timeline, recorded);
        double usual = change.alarms() > 0 ? change.usual() : 0;
        episode = Episodes.busiest(timeline, usual, report.fromSecond());
        blind = report.precision().blind() > 0;
        known = isKnown(all.counts(), report);
        completion = completion();
        usualCompletion = usualCompletion(timeline, recorded);
        ageSeconds = episode == null ? 0 : lastSecond(all.timeline()) - episode.startSecond();

        boolean enough = sources.sampled() >= ENOUGH_SOURCES;
        boolean wide = enough && sources.wideNets() >= ENOUGH_SOURCES;
        onceEach = enough && sources.onceShare() >= NEARLY_ALL;
        boolean abroad = sources.specialShare() <= 0.5 || sources.impossibleShare() >= 0.5;
        impossible = enough && sources.impossibleShare() >= 0.02 && abroad;
        special = impossible || enough && isSome(sources.specialShare());
        uniform = sources.isDrawn();
        oneTtl = wide && profile.ttlShare() >= NEARLY_ALL;
        oneSignature = wide && profile.signatureShare() >= NEARLY_ALL;
        bare = profile.requests() >= 10 && profile.bareShare() >= NEARLY_ALL;
    }

    private double usualCompletion(Timeline timeline, Expectation recorded) {
        if (episode == null) return Double.NaN;
        if (recorded == null) return Episodes.completionBefore(timeline, episode);
        return recorded.at(episode.startSecond()).completion();
    }

    /** More than by mistake, and less than on a private network. */
    private static boolean isSome(double special) {
        return special >= 0.05 && special <= 0.5;
    }

    private static long lastSecond(Timeline timeline) {
        return timeline.size() == 0 ? 0 : timeline.seconds()[timeline.size() - 1];
    }

    /**
     * Whether a completed handshake would have been seen as one. A client that goes on while no
     * answer was captured tells of a capture in one direction. Else, that there is no answer is
     * known where others were answered, or where clients try again; and that an answer was not
     * acknowledged where acknowledgements were captured at all, or where servers answer again. A
     * live capture that lets acknowledgements pass needs no answers: they come the way that the
     * requests came. A kernel that says that it drops requests leaves no doubt. While load let SYNs
     * alone be captured, nothing else tells.
     */
    private boolean isKnown(Counts all, HandshakeReport report) {
        if (counts.requests() == 0 || isOneWay()) return false;
        if (counts.completion() >= COLLAPSE || counts.refused() >= counts.requests() * COLLAPSE) {
            return true;
        }
        boolean drops = server != null && !server.ofMore();
        if (drops && server.dropped() >= all.requests() * COLLAPSE) return true;
        if (blind) return false;
        boolean acks = report.acksCaptured();
        if (counts.answered() >= counts.unanswered()) {
            return acks || counts.answersRepeated() * 3 >= counts.answered();
        }
        boolean answers = all.answered() + all.refused() > 0;
        return isRetried() || acks && (answers || report.showsCompletionsAlone());
    }

    /** Whether clients go on although no answer to them was captured. */
    boolean isOneWay() {
        return counts.unseen() > counts.completed();
    }

    /** Whether answers were captured: then the capture has both directions. */
    boolean isAnswered() {
        return counts.answered() + counts.refused() > 0;
    }

    boolean isRetried() {
        return counts.retransmissionShare() >= RETRIED;
    }

    /**
     * Of the busiest time, where there is one that differs from the rest. Requests of the very last
     * second may still be completed, so the larger of two shares counts: with them and without.
     */
    private double completion() {
        if (episode == null || counts.unseen() > 0) return counts.completion();
        boolean whole = episode.requests() >= counts.requests() * NEARLY_ALL;
        double settled = episode.completion();
        return whole ? Math.max(counts.completion(), settled) : settled;
    }

    /** Whether most requests are not completed, or on a rate alarm far fewer than usual. */
    boolean isCollapsed() {
        if (completion < COLLAPSE) return true;
        double lost = episode == null ? 0 : episode.rate() * (1 - completion);
        return change.alarms() > 0
                && usualCompletion >= WELL
                && completion < usualCompletion - FALL
                && lost >= FLOOR
                && !isRetried()
                && counts.refused() * 2 < lost(); // a server that is there says no to clients
    }

    /** Requests that did not complete, as far as is known. */
    long lost() {
        return counts.requests() - counts.completed() - counts.unseen();
    }

    /**
     * The time in which handshakes failed though the rate is usual, and they did not before: the
     * clients tried again, or were refused. Null when there is none.
     */
    Episode outage(long fromSecond) {
        Episode worst = Episodes.worst(target.timeline(), fromSecond);
        if (worst == null || worst.seconds() < TargetRules.TO_TRY_AGAIN) return null;
        double before = Episodes.completionBefore(target.timeline(), worst);
        if (worst.requests() < FLOOR || worst.completion() > COLLAPSE - FALL) return null;
        double lost = worst.requests() * (1 - worst.completion());
        boolean real =
                counts.retransmissions() >= lost * RETRIED || counts.refused() >= lost * WELL;
        return before >= WELL && real ? worst : null;
    }

    /** Requests that are left half-open at a time, about. */
    double pending() {
        if (episode == null) return 0;
        double seconds = Math.min(PENDING_SECONDS, episode.seconds());
        return episode.rate() * counts.share(counts.halfOpen()) * seconds;
    }

    /**
     * Whether requests come slowly, but fill the queue of the server: most are answered and left
     * half-open. Real clients that do not get the answer try again, or have their server refuse.
     */
    boolean isHeld() {
        return counts.share(counts.halfOpen()) >= COLLAPSE && pending() >= FLOOR && !isRetried();
    }

    /** Most requests in a second; with a SYN that is sent again and again, SYNs. */
    double peak() {
        if (episode == null) return 0;
        boolean hammered = counts.syns() > (double) MOST_SYNS * counts.requests();
        double sent = hammered ? (double) counts.syns() / Math.max(1, counts.requests()) : 1;
        return episode.peakRequests() * sent;
    }

    /** Whether the rate is one that a flood or a crowd has. */
    boolean isFast() {
        return peak() >= FLOOR && counts.syns() >= FLOOR;
    }

    /**
     * How many of the signs of forged sources there are, 0 to 6: addresses that no host has, not
     * even on a private network, weigh twice.
     */
    int forgedSigns() {
        int signs = impossible ? 1 : 0;
        for (boolean sign : new boolean[] {onceEach, special, uniform, oneTtl, oneSignature}) {
            if (sign) signs++;
        }
        return signs;
    }

    /** Whether half of the requests or more come from one source. */
    boolean hasTopSource() {
        return profile.topSource().share() >= 0.5;
    }

    /** Whether most come from one link of IPv6, whose hosts may take any address of it. */
    boolean isOneLink() {
        Sources.CommonPrefix prefix = sources.prefix();
        return prefix != null && !prefix.v4() && prefix.bits() >= SUBNET_BITS;
    }

    /**
     * Whether the SYNs of the source with most of them are of several systems: were they of one,
     * its signature would have as large a share.
     */
    boolean isSeveralSystems() {
        return profile.signatureShare() < profile.topSource().share() - 0.1;
    }

    /** Whether the prefix that most sources share is one that a victim has. */
    boolean isCarpet() {
        Sources.CommonPrefix prefix = sources.prefix();
        return prefix != null
                && !isOneLink()
                && prefix.bits() >= (prefix.v4() ? 16 : 32)
                && prefix.sources() >= 32
                && sources.requestsPerSource() <= 10
                && counts.share(counts.answered()) >= 0.5;
    }

    /** The signs of forged sources in words, the strongest first. */
    List<String> forgedWords() {
        List<String> words = new ArrayList<>();
        if (onceEach) words.add("one SYN per source");
        if (special) {
            words.add(Words.percent(sources.specialShare()) + " from addresses that cannot exist");
        }
        if (oneSignature) {
            words.add("one SYN signature for " + Words.percent(profile.signatureShare()));
        }
        if (oneTtl) words.add("one TTL for " + Words.percent(profile.ttlShare()));
        if (uniform) words.add("sources spread evenly over all networks");
        return words;
    }

    /** Whether the rate is far above what was recorded as usual. */
    boolean isAboveRecorded() {
        return change.isRecorded() && change.alarms() > 0;
    }

    /** How far the rate is above what is usual. */
    String aboveWords() {
        double usual = change.usual();
        if (usual < 0.5) return "usual is next to none";
        double times = peak() / usual;
        return (times < 10 ? Words.decimal(times) : Words.count(Math.round(times)))
                + " times the usual "
                + Words.count(Math.round(usual))
                + "/s";
    }

    /** What share is not completed. */
    String completionWords() {
        if (!known) return unknownWords();
        if (counts.completed() + counts.unseen() == 0) return "none completes";
        String share = Words.percent(1 - completion) + " never complete";
        return completion < COLLAPSE
                ? share
                : share + " (usual " + Words.percent(1 - usualCompletion) + ")";
    }

    /** What the kernel has to say to a flood; empty, or it begins with a comma. */
    String serverWords() {
        if (server == null || episode == null) return "";
        double seconds = Math.max(1, Math.min(server.seconds(), (double) episode.seconds()));
        double cookies = server.cookiesSent() / seconds;
        String where = server.ofMore() ? " over all ports" : "";
        if (cookies >= 1) {
            return ", cookies sent " + Words.count(Math.round(cookies)) + "/s" + where;
        }
        if (server.dropped() == 0) return "";
        return ", "
                + Words.counted(server.dropped(), "request", "requests")
                + " dropped by the kernel"
                + where;
    }

    /** Why completion is unknown. */
    String unknownWords() {
        if (isOneWay()) return "completion unknown, only one direction was captured";
        if (blind) return "completion unknown, under this load SYNs alone were captured";
        if (counts.answered() > 0) {
            return "completion unknown, acknowledgements were not captured";
        }
        return "completion unknown, no answer was captured";
    }

    static String prefixWords(Sources.CommonPrefix prefix) {
        return Words.percent(prefix.share())
                + " come from "
                + Addresses.text(prefix.hi(), prefix.lo())
                + "/"
                + prefix.bits();
    }
}

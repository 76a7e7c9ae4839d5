package syntop.analyzer.handshake;

/** {@link Counts} while they grow; the fields are named and mean as there. Analyzer thread only. */
final class Figures {
    long syns;
    long retransmissions;
    long duplicates;
    long answered;
    long completed;
    long aborted;
    long refused;
    long unseen;
    long answersRepeated;

    void add(Figures other) {
        syns += other.syns;
        retransmissions += other.retransmissions;
        duplicates += other.duplicates;
        answered += other.answered;
        completed += other.completed;
        aborted += other.aborted;
        refused += other.refused;
        unseen += other.unseen;
        answersRepeated += other.answersRepeated;
    }

    void clear() {
        syns = 0;
        retransmissions = 0;
        duplicates = 0;
        answered = 0;
        completed = 0;
        aborted = 0;
        refused = 0;
        unseen = 0;
        answersRepeated = 0;
    }

    Counts counts() {
        return new Counts(
                syns,
                Math.max(0, syns - retransmissions - duplicates),
                retransmissions,
                duplicates,
                answered,
                completed,
                aborted,
                refused,
                unseen,
                answersRepeated);
    }
}

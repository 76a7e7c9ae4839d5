package syntop.cli;

/** Exit statuses. */
final class ExitStatus {
    /** All is done. */
    static final int DONE = 0;

    /** Failed; a partial result may stand on standard output, the reason on standard error. */
    static final int FAILED = 1;

    /** Wrong usage. */
    static final int USAGE = 2;

    private ExitStatus() {}
}

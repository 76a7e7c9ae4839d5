package syntop.cli;

import java.io.UncheckedIOException;

/**
 * What the user is told of failures that lie in the program or in the machine, not in the input.
 */
final class Failures {
    private Failures() {}

    /** One line, without the name of the program; from outside in part, so to be escaped. */
    static String describe(Throwable failure) {
        for (Throwable e = failure; e != null; e = e.getCause()) {
            if (e instanceof OutOfMemoryError) return outOfMemory();
            if (e instanceof UncheckedIOException) return e.getMessage(); // says of what
        }
        if (failure instanceof Exception && failure.getMessage() != null) {
            return failure.getMessage();
        }
        return "a fault of syntop itself, " + failure + "; --debug prints where";
    }

    private static String outOfMemory() {
        long mebibytes = Runtime.getRuntime().maxMemory() >> 20;
        return "out of memory at the limit of "
                + mebibytes
                + " MiB; raise it with SYNTOP_JAVA_OPTS=-Xmx"
                + 2 * mebibytes
                + "m, or read fewer files at a time";
    }
}

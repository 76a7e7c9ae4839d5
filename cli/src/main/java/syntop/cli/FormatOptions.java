package syntop.cli;

import java.math.BigInteger;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** How much is printed, and in what form: the options that every command with a table has. */
class FormatOptions {
    private static final int DEFAULT_ROWS = 10;

    enum Format {
        table,
        json,
        csv
    }

    @Option(
            names = {"-n", "--rows"},
            paramLabel = "N",
            description = "Rows; 0 for all; " + DEFAULT_ROWS + " if not given.")
    String rows;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            description = "One of ${COMPLETION-CANDIDATES}; table if not given.")
    Format format;

    @Option(names = "--json", description = "The same as -o json.")
    boolean json;

    @Option(
            names = "--no-color",
            description = "No colour; also when NO_COLOR is set or the output is no terminal.")
    boolean noColor;

    @Spec(Target.MIXEE)
    CommandSpec spec;

    /** A usage error before any work is done, if there is one. */
    void check() {
        format();
        rows();
    }

    /** Whether a program reads what is printed. */
    boolean isForPrograms() {
        return format() != Format.table;
    }

    int rows() {
        Integer given = givenRows();
        return given == null ? DEFAULT_ROWS : given;
    }

    /** The rows that were asked for, or null when the default stands. */
    Integer givenRows() {
        if (rows == null) return null;
        if (!rows.matches("\\d+")) {
            throw new ParameterException(
                    spec.commandLine(), "--rows must be a whole number from 0 on, got " + rows);
        }
        // no table has more
        return new BigInteger(rows).min(BigInteger.valueOf(Integer.MAX_VALUE)).intValue();
    }

    Format format() {
        return chosen(format, json, spec);
    }

    /** Whether standard output may get escape sequences. */
    boolean color() {
        return color(noColor);
    }

    /** The form that both options together ask for, or a usage error. */
    static Format chosen(Format format, boolean json, CommandSpec spec) {
        if (!json) return format == null ? Format.table : format;
        if (format != null && format != Format.json) {
            throw new ParameterException(
                    spec.commandLine(), "--json and --output " + format + " exclude each other");
        }
        return Format.json;
    }

    /** Whether standard output may get escape sequences. */
    static boolean color(boolean noColor) {
        String variable = System.getenv("NO_COLOR"); // no-color.org: set and not empty
        return !noColor && (variable == null || variable.isEmpty()) && Terminal.isOut();
    }
}

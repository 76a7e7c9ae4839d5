package syntop.cli;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;
import syntop.cli.FormatOptions.Format;

/** As {@link FormatOptions}, for commands whose results have no rows to choose from. */
final class OutputFormat {
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

    /** Whether a program reads what is printed. */
    boolean isForPrograms() {
        return format() != Format.table;
    }

    /** The form, or a usage error. */
    Format format() {
        return FormatOptions.chosen(format, json, spec);
    }

    /** Whether standard output may get escape sequences. */
    boolean color() {
        return FormatOptions.color(noColor);
    }
}

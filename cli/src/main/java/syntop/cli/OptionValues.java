package syntop.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Turns what parsers of values refuse into usage errors of the command that got the value. */
final class OptionValues {
    private OptionValues() {}

    /**
     * What the parser makes of a value.
     *
     * @param parser throws IllegalArgumentException with a message that names the option
     */
    static <T> T parse(CommandSpec spec, Supplier<T> parser) {
        try {
            return parser.get();
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    /**
     * What the parser makes of each value of an option.
     *
     * @param parser throws IllegalArgumentException with a message that does not name the option
     */
    static <T> List<T> parseEach(
            CommandSpec spec, String option, List<String> texts, Function<String, T> parser) {
        List<T> values = new ArrayList<>();
        try {
            for (String text : texts) values.add(parser.apply(text));
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), option + ": " + e.getMessage(), e);
        }
        return values;
    }
}

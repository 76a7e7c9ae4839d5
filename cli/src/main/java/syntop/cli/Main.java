package syntop.cli;

import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.ExecutionException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;
import picocli.CommandLine.UnmatchedArgumentException;
import syntop.cli.render.Text;

/** Starts syntop. */
public final class Main {
    static {
        // No option has these types, and picocli's converters for them initialise a hundred classes
        // at each start: 10 ms.
        System.setProperty("picocli.converters.excludes", "java\\.time\\..*,java\\.sql\\..*");
    }

    private Main() {}

    /** Runs a command line and ends the JVM with its exit status. */
    public static void main(String[] args) {
        WatchedStream out = Terminal.out();
        CommandLine commandLine =
                commandLine(new LocalHost(), args)
                        .setOut(Terminal.writer(out))
                        .setErr(Terminal.writer(Terminal.err()));
        int status = commandLine.execute(args);
        commandLine.getOut().flush();
        if (out.failure() != null) { // a result that is cut short must not count as one
            commandLine.getErr().println("syntop: standard output: " + out.failure());
            status = ExitStatus.FAILED;
        }
        commandLine.getErr().flush();
        System.exit(status);
    }

    /**
     * The command line with the commands that these arguments can call.
     *
     * @param host the machine, or one that a test makes up
     */
    static CommandLine commandLine(Host host, String... args) {
        CommandLine root = new CommandLine(new SyntopCommand(host));
        Commands.addCalled(root, args);
        return root.setExecutionStrategy(Main::run)
                .setParameterExceptionHandler(Main::usageError)
                .setExecutionExceptionHandler(Main::failure);
    }

    /** Errors of the JVM, such as a lack of memory, are told as exceptions are: on one line. */
    private static int run(ParseResult parsed) {
        requireKnown(parsed);
        try {
            return new RunLast().execute(parsed);
        } catch (Error e) {
            throw new ExecutionException(parsed.commandSpec().commandLine(), e.toString(), e);
        }
    }

    /**
     * Asked for help picocli lets pass what it does not know: the help would be of another command.
     */
    private static void requireKnown(ParseResult parsed) {
        for (ParseResult each = parsed; each != null; each = each.subcommand()) {
            if (each.unmatched().isEmpty()) continue;
            CommandLine command = each.commandSpec().commandLine();
            throw new UnmatchedArgumentException(command, each.unmatched());
        }
    }

    private static int usageError(ParameterException e, String[] args) {
        CommandLine command = e.getCommandLine();
        PrintWriter err = command.getErr();
        err.println("syntop: " + Text.printable(describe(e)));
        err.println("see: " + command.getCommandSpec().qualifiedName() + " --help");
        err.flush();
        return ExitStatus.USAGE;
    }

    /** What is wrong; picocli takes a command that it does not know for an argument too many. */
    private static String describe(ParameterException e) {
        CommandLine command = e.getCommandLine();
        if (e instanceof UnmatchedArgumentException unmatched
                && !command.getSubcommands().isEmpty()) {
            String first = unmatched.getUnmatched().get(0);
            if (!first.startsWith("-")) return "no such command: " + first + commands(command);
        }
        return e.getMessage();
    }

    /** For a command that does nothing without one of its own. */
    static ParameterException commandMissing(CommandLine command) {
        return new ParameterException(command, "a command is missing" + commands(command));
    }

    /** For a message: the commands that there are. */
    private static String commands(CommandLine command) {
        return "; there are: " + String.join(", ", command.getSubcommands().keySet());
    }

    private static int failure(Exception e, CommandLine command, ParseResult parsed) {
        PrintWriter err = command.getErr();
        Throwable failure = e instanceof ExecutionException ? e.getCause() : e;
        err.println("syntop: " + Text.printable(Failures.describe(failure)));
        trace(failure, command);
        err.flush();
        return ExitStatus.FAILED;
    }

    /** Prints where a failure comes from, if {@code --debug} asks for it. */
    static void trace(Throwable failure, CommandLine command) {
        if (((SyntopCommand) command.getCommandSpec().root().userObject()).debug) {
            failure.printStackTrace(command.getErr());
        }
    }
}

package syntop.cli;

import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
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
                commandLine().setOut(Terminal.writer(out)).setErr(Terminal.writer(Terminal.err()));
        int status = commandLine.execute(args);
        commandLine.getOut().flush();
        if (out.failure() != null) { // a result that is cut short must not count as one
            commandLine.getErr().println("syntop: standard output: " + out.failure());
            status = ExitStatus.FAILED;
        }
        commandLine.getErr().flush();
        System.exit(status);
    }

    /** The command line with all commands. */
    public static CommandLine commandLine() {
        return commandLine(new LocalHost());
    }

    /** As the other, on a machine that a test makes up. */
    static CommandLine commandLine(Host host) {
        return new CommandLine(new SyntopCommand(host))
                .setParameterExceptionHandler(Main::usageError)
                .setExecutionExceptionHandler(Main::failure);
    }

    private static int usageError(ParameterException e, String[] args) {
        CommandLine command = e.getCommandLine();
        PrintWriter err = command.getErr();
        err.println("syntop: " + Text.printable(e.getMessage()));
        err.println("see: " + command.getCommandSpec().qualifiedName() + " --help");
        err.flush();
        return ExitStatus.USAGE;
    }

    private static int failure(Exception e, CommandLine command, ParseResult parsed) {
        PrintWriter err = command.getErr();
        String message = e.getMessage() == null ? e.toString() : e.getMessage();
        err.println("syntop: " + Text.printable(message));
        if (((SyntopCommand) command.getCommandSpec().root().userObject()).debug) {
            e.printStackTrace(err);
        }
        err.flush();
        return ExitStatus.FAILED;
    }
}

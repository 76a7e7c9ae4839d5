package syntop.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import picocli.CommandLine;
import picocli.CommandLine.Help;

/**
 * What a command line left behind.
 *
 * @param status its exit status
 * @param out standard output
 * @param err standard error
 */
record Run(int status, String out, String err) {
    /** Runs a command line in this JVM. */
    static Run of(String... args) {
        return of(new LocalHost(), args);
    }

    /** As the other, on a machine that a test makes up. */
    static Run of(Host host, String... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine commandLine =
                Main.commandLine(host, args)
                        .setOut(new PrintWriter(out))
                        .setErr(new PrintWriter(err))
                        .setColorScheme(Help.defaultColorScheme(Help.Ansi.OFF));
        int status = commandLine.execute(args);
        commandLine.getOut().flush();
        commandLine.getErr().flush();
        return new Run(status, out.toString(), err.toString());
    }
}

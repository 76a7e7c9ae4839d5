package syntop.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The program itself: holds the commands and the options that they share. */
@Command(
        name = "syntop",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Shows who opens TCP connections, from their SYNs. Without a command: live.")
final class SyntopCommand implements Callable<Integer> {
    @Option(
            names = "--debug",
            scope = ScopeType.INHERIT,
            description = "Print the stack trace of an error.")
    boolean debug;

    @Spec CommandSpec spec;

    /** The machine that live commands watch. */
    final Host host;

    SyntopCommand(Host host) {
        this.host = host;
    }

    /** Without a command: live, as it stands. */
    @Override
    public Integer call() {
        return spec.subcommands().get("live").execute();
    }
}

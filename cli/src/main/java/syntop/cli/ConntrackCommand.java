package syntop.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code syntop conntrack}: holds its commands. */
@Command(
        name = "conntrack",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Shows the connections that the kernel tracks for firewall rules and NAT.",
        subcommands = {
            ConntrackListCommand.class,
            ConntrackCountCommand.class,
            ConntrackEventsCommand.class,
            ConntrackStatsCommand.class
        },
        footer = {
            "",
            "Needs root or CAP_NET_ADMIN; count needs nothing. Connections are tracked once a",
            "firewall rule needs it; syntop sockets and syntop live work without. Those of",
            "another network namespace (a container) are seen from within it:",
            "nsenter -n -t PID syntop conntrack list."
        })
final class ConntrackCommand implements Runnable {
    @ParentCommand SyntopCommand parent;
    @Spec CommandSpec spec;

    @Override
    public void run() {
        throw Main.commandMissing(spec.commandLine());
    }
}

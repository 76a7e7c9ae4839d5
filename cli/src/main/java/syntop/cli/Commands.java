package syntop.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;

/** The commands. Building the model of one takes a start 3 to 5 ms, so only what is called is. */
final class Commands {
    private static final Map<String, Class<?>> ALL = new LinkedHashMap<>(); // as in the help

    static {
        ALL.put("live", LiveCommand.class);
        ALL.put("sample", SampleCommand.class);
        ALL.put("replay", ReplayCommand.class);
        ALL.put("merge", MergeCommand.class);
        ALL.put("baseline", BaselineCommand.class);
        ALL.put("sockets", SocketsCommand.class);
        ALL.put("conntrack", ConntrackCommand.class);
        ALL.put("block", BlockCommand.class);
        ALL.put("doctor", DoctorCommand.class);
        ALL.put("explain", ExplainCommand.class);
    }

    private Commands() {}

    /** Adds the commands that these arguments can call. */
    static void addCalled(CommandLine root, String... args) {
        for (String name : called(args)) {
            root.addSubcommand(name, ALL.get(name));
        }
    }

    private static Iterable<String> called(String... args) {
        if (args.length == 0) return List.of("live");
        String first = args[0];
        if (first.equals("conntrack"))
            return List.of("live", first); // events --top is drawn by live
        if (ALL.containsKey(first)) return List.of(first);
        boolean version = args.length == 1 && (first.equals("--version") || first.equals("-V"));
        return version ? List.of() : ALL.keySet();
    }
}

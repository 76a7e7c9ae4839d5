package syntop.cli;

import java.io.BufferedInputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;
import syntop.analyzer.Analyzer;
import syntop.analyzer.View;
import syntop.analyzer.baseline.Baseline;
import syntop.analyzer.count.CountOptions;
import syntop.capture.decode.FrameDecoder;
import syntop.capture.decode.Selection;
import syntop.cli.block.Plan;
import syntop.cli.block.Proposal;
import syntop.cli.block.Protected;
import syntop.cli.block.Refusal;
import syntop.cli.block.Result;
import syntop.cli.block.ResultReader;
import syntop.cli.block.RuleFormat;
import syntop.cli.block.SignaturePlan;
import syntop.cli.block.SnapshotResult;
import syntop.cli.block.Surroundings;
import syntop.cli.block.Wishes;
import syntop.cli.render.Report;
import syntop.cli.render.Text;

/** {@code syntop block}. */
@Command(
        name = "block",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        description = "Prints rules that block what a result says; never runs them.",
        footer = {
            "",
            "Refused where the sources are forged or it is no attack. Never blocked are",
            "own addresses, gateways, name servers, whence this SSH session comes,",
            "loopback, link-local, multicast, and what --allow lists. IPv6 is blocked by",
            "/64. How to load and undo the rules stands in them.",
            "",
            "Exit status: 0 done, 1 refused, or less can be held than was asked for,",
            "2 wrong usage.",
            "",
            "  syntop replay --json -n 0 flood.pcap | syntop block - > rules.nft",
            "  syntop block --as ipset --for 30m flood.pcap"
        })
final class BlockCommand implements Callable<Integer> {
    private static final Pattern SHARE = Pattern.compile("(\\d{1,3}(?:\\.\\d{1,3})?)%?");
    private static final String STANDARD_INPUT = "-";

    enum By {
        source,
        prefix,
        signature
    }

    @Parameters(
            paramLabel = "FILE",
            arity = "1..*",
            description = "A result in JSON, - for standard input; or capture files.")
    List<String> files;

    @Option(
            names = "--as",
            paramLabel = "FORMAT",
            description =
                    "One of nftables, ipset, iptables, route, crowdsec, crowdsec-csv, fail2ban; with"
                            + " --by signature nftables, bpf. nftables if not given.")
    String as = "nftables";

    @Option(
            names = "--by",
            paramLabel = "KIND",
            description =
                    "Block by source, address for address; by prefix, networks where many lie"
                            + " close; by signature, SYNs that look so, for forged sources. prefix"
                            + " if not given.")
    By by;

    @Option(
            names = "--cover",
            paramLabel = "SHARE",
            description = "How much of the attack to stop. 80%% if not given.")
    String cover = "80%";

    @Option(
            names = "--for",
            paramLabel = "TIME",
            description = "How long, 1s to 500h. 1h if not given.")
    String time = "1h";

    @Option(
            names = {"-p", "--ports"},
            paramLabel = "PORT",
            split = ",",
            description =
                    "Block these destination ports only; of captures, also count them only. All if"
                            + " not given.")
    List<String> ports = List.of();

    @Option(
            names = "--allow",
            paramLabel = "LIST",
            description = "A file with addresses and networks never to block, one a line.")
    List<Path> allowed = List.of();

    @Option(
            names = "--force",
            description = "Print rules where they are refused, with a warning in them.")
    boolean force;

    @Mixin BaselineOptions baseline;
    @ParentCommand SyntopCommand parent;
    @Spec CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        boolean signatures = by == By.signature || by == null && as.equals("bpf");
        RuleFormat format = OptionValues.parse(spec, () -> RuleFormat.of(as, signatures));
        Wishes wishes = wishes(format);
        Protected kept = kept();
        Baseline usual = baseline.read(parent.host, this::say);
        Result result = result(signatures ? View.SIGNATURE : View.SOURCE);
        Proposal proposal =
                signatures
                        ? SignaturePlan.of(result, wishes)
                        : Plan.of(result, wishes, kept, usual);
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        format.write(proposal, out);
        out.flush();
        for (String line : format.aside(proposal)) err.println(line);
        if (proposal.shortfall() != null) {
            err.println("syntop: " + Text.printable(result.name() + ": " + proposal.shortfall()));
        }
        err.flush();
        return proposal.shortfall() == null ? ExitStatus.DONE : ExitStatus.FAILED;
    }

    private void say(String notice) {
        spec.commandLine().getErr().println("syntop: " + Text.printable(notice));
    }

    private Wishes wishes(RuleFormat format) {
        List<Integer> numbers = numbers();
        if (format.mostPorts() > 0 && numbers.size() > format.mostPorts()) {
            throw usage("--as " + as + " takes at most " + format.mostPorts() + " ports");
        }
        long nanos = OptionValues.parse(spec, () -> Durations.parse("--for", time, "1s", "500h"));
        long now = parent.host.clock().epochNanos();
        return new Wishes(
                share(),
                by != By.source,
                force,
                nanos / 1_000_000_000L,
                Instant.ofEpochSecond(now / 1_000_000_000L),
                numbers);
    }

    private List<Integer> numbers() {
        return OptionValues.parseEach(spec, "--ports", ports, text -> Ports.parse(text.strip()));
    }

    private double share() {
        Matcher matcher = SHARE.matcher(cover);
        double percent = matcher.matches() ? Double.parseDouble(matcher.group(1)) : 0;
        if (percent <= 0 || percent > 100) {
            throw usage("--cover must be above 0% and at most 100%, got " + cover);
        }
        return percent / 100;
    }

    private ParameterException usage(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    /** What this host cannot do without, and what the user lists. */
    private Protected kept() throws IOException, Refusal {
        Surroundings around = parent.host.surroundings();
        Protected kept = new Protected();
        kept.addAll(parent.host.localAddresses(), "an own address");
        kept.addAll(around.gateways(), "a gateway");
        kept.addAll(around.nameServers(), "a name server in use");
        kept.addAll(around.sshPeers(), "where this SSH session comes from");
        for (Path list : allowed) kept.allow(list);
        return kept;
    }

    /** Reads whatever the files are. */
    private Result result(View view) throws Exception {
        if (files.contains("")) throw usage("FILE must not be empty");
        Result result = null;
        for (String file : files) {
            if (!file.equals(STANDARD_INPUT)) {
                result = resultOf(file);
            } else if (Terminal.isIn()) {
                throw usage("standard input is a terminal; pipe a result into it");
            } else {
                result = read("standard input", new FileInputStream(FileDescriptor.in));
            }
            if (result != null && files.size() > 1) throw usage("a result must be the only file");
        }
        return result != null ? result : counted(view);
    }

    /** What a file says if it is a result; null if it may be a capture. */
    private static Result resultOf(String name) throws Refusal {
        // a channel would want to know its place in a pipe
        try (InputStream stream = new FileInputStream(name)) {
            InputStream buffered = new BufferedInputStream(stream);
            if (isResult(buffered)) return ResultReader.read(name, buffered);
            if (Files.isRegularFile(Path.of(name))) return null;
            throw new Refusal(name + ": not a result of syntop; a capture must be a regular file");
        } catch (IOException | InvalidPathException e) {
            return null; // what is wrong with it is told when it is read as a capture
        }
    }

    private static Result read(String name, InputStream stream) throws IOException, Refusal {
        try (InputStream buffered = new BufferedInputStream(stream)) {
            if (isResult(buffered)) return ResultReader.read(name, buffered);
            throw new Refusal(
                    name
                            + ": not a result of syntop; of a capture make one first:"
                            + " syntop replay --json -n 0 - | syntop block -");
        }
    }

    /** Whether an object begins here, which no capture does. */
    private static boolean isResult(InputStream stream) throws IOException {
        stream.mark(1);
        int first = stream.read();
        stream.reset();
        return first == '{';
    }

    /** Counts captures as replay does. */
    private Result counted(View view) throws Exception {
        Selection selection = new Selection(numbers(), List.of());
        boolean signatures = view == View.SIGNATURE;
        CountOptions counts =
                new CountOptions(CountOptions.DEFAULT_MEMORY, 0, false, false, signatures, false);
        FileReading reading =
                new OneAfterAnother(
                        files,
                        new FrameDecoder(selection, false),
                        null,
                        ring -> new Analyzer(ring, null, counts).followHandshakes(false));
        Replay replay = new Replay(files, reading);
        Report report =
                Interruption.guard(
                        replay::stop,
                        () -> {
                            replay.run();
                            return replay.report(view, Result.MOST_ROWS);
                        });
        // rules from a part of what happened would look like those from all of it
        if (!report.errors().isEmpty()) throw new Refusal(report.errors().get(0));
        return SnapshotResult.of(files.get(0), report.snapshot());
    }
}

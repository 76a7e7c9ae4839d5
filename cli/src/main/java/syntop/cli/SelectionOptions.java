package syntop.cli;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;
import syntop.analyzer.baseline.Scope;
import syntop.capture.CaptureException;
import syntop.capture.decode.FrameDecoder;
import syntop.capture.decode.Prefix;
import syntop.capture.decode.Selection;
import syntop.capture.filter.ExpressionException;
import syntop.capture.filter.ExpressionFilter;
import syntop.cli.values.Prefixes;

/** Which SYNs count. */
final class SelectionOptions {
    @Option(
            names = {"-p", "--ports"},
            paramLabel = "PORT",
            split = ",",
            description = "Destination ports, as numbers or names: 80,443 or http,https.")
    List<String> ports = List.of();

    @Option(
            names = "--net",
            paramLabel = "PREFIX",
            split = ",",
            description = "Networks of the destination: 192.0.2.0/24,2001:db8::/32.")
    List<String> nets = List.of();

    @Option(
            names = "--tunnels",
            description =
                    "Count at the innermost IP header instead of the outermost: IP-in-IP, GRE,"
                            + " VXLAN, Geneve, GTP-U.")
    boolean tunnels;

    @Option(
            names = "--filter",
            paramLabel = "EXPR",
            description = "Look only at frames that match, in pcap-filter syntax; needs libpcap.")
    String expression;

    @Spec(Target.MIXEE)
    CommandSpec spec;

    /** The ports that were given, or a usage error; empty: all. */
    List<Integer> ports() {
        return OptionValues.parseEach(spec, "--ports", ports, text -> Ports.parse(text.strip()));
    }

    /** The networks that were given, or a usage error; empty: all. */
    List<Prefix> nets() {
        return OptionValues.parseEach(spec, "--net", nets, text -> Prefixes.parse(text.strip()));
    }

    /**
     * What is counted, to tell whether two runs count the same.
     *
     * @param everyAddress whether SYNs to any address count where else those to the host do
     */
    Scope scope(boolean everyAddress) {
        List<String> towards = new ArrayList<>(nets().stream().map(Prefixes::text).toList());
        if (everyAddress) towards.add("any");
        return new Scope(ports(), towards, expression == null ? "" : expression);
    }

    /** A decoder that counts what was selected, or a usage error. */
    FrameDecoder decoder() {
        return decoder(nets());
    }

    /** As the other, with networks in place of those that were given. */
    FrameDecoder decoder(List<Prefix> prefixes) {
        return new FrameDecoder(new Selection(ports(), prefixes), tunnels, true);
    }

    /** As many decoders, with networks in place of those that were given. */
    List<FrameDecoder> decoders(List<Prefix> prefixes, int count) {
        List<FrameDecoder> decoders = new ArrayList<>();
        while (decoders.size() < count) {
            decoders.add(decoder(prefixes));
        }
        return decoders;
    }

    /** As many filters for --filter, each null without it; or a usage error. */
    List<ExpressionFilter> filters(int count) throws CaptureException {
        List<ExpressionFilter> filters = new ArrayList<>();
        while (filters.size() < count) {
            filters.add(filter());
        }
        return filters;
    }

    /**
     * The filter for --filter, or null without it; or a usage error.
     *
     * @throws CaptureException when libpcap is missing
     */
    ExpressionFilter filter() throws CaptureException {
        if (expression == null) return null;
        try {
            return ExpressionFilter.of(expression);
        } catch (ExpressionException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }
}

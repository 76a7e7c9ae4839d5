package syntop.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;
import syntop.cli.render.JsonRenderer;
import syntop.cli.render.Text;

/** {@code syntop doctor}. */
@Command(
        name = "doctor",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        description = "Tells what is missing to capture here, and how to mend it.",
        footer = {"", "Exit status: 0 some interface can be captured, 1 none can."})
final class DoctorCommand implements Callable<Integer> {
    @Option(names = "--json", description = "Print one JSON object.")
    boolean json;

    @ParentCommand SyntopCommand parent;
    @Spec CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Diagnosis diagnosis = new Diagnosis(parent.host);
        PrintWriter out = spec.commandLine().getOut();
        if (json) print(diagnosis, out);
        else print(diagnosis.findings(), out);
        out.flush();
        return diagnosis.canCapture() ? ExitStatus.DONE : ExitStatus.FAILED;
    }

    /** A line for each, and below it the remedy, once where several have the same. */
    private static void print(List<Finding> findings, PrintWriter out) {
        for (int i = 0; i < findings.size(); i++) {
            Finding finding = findings.get(i);
            String level = finding.level().name();
            out.println(level + " ".repeat(6 - level.length()) + Text.printable(finding.text()));
            String remedy = finding.remedy();
            boolean again =
                    i + 1 < findings.size()
                            && remedy != null
                            && remedy.equals(findings.get(i + 1).remedy());
            if (remedy != null && !again) out.println("      " + Text.printable(remedy));
        }
    }

    private static void print(Diagnosis diagnosis, PrintWriter out) throws IOException {
        try (JsonGenerator json = JsonRenderer.generator(out)) {
            json.writeStartObject();
            json.writeStringField("schema", "syntop/1");
            json.writeStringField("command", "doctor");
            json.writeBooleanField("canCapture", diagnosis.canCapture());
            json.writeArrayFieldStart("findings");
            for (Finding finding : diagnosis.findings()) {
                json.writeStartObject();
                json.writeStringField("level", finding.level().name().toLowerCase(Locale.ROOT));
                json.writeStringField("subject", finding.subject());
                json.writeStringField("text", finding.text());
                if (finding.remedy() != null) json.writeStringField("remedy", finding.remedy());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
            json.writeRaw('\n');
        }
    }
}

package syntop.cli;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Leaves a test out where it cannot run, saying why on one line; with CI=true it runs all the same,
 * and fails.
 */
final class NeedsRootAndTools implements ExecutionCondition {
    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        String missing = missing(context.getRequiredTestClass().getAnnotation(NeedsTools.class));
        if (missing == null || Boolean.parseBoolean(System.getenv("CI"))) {
            return ConditionEvaluationResult.enabled("everything is there");
        }
        String name = context.getRequiredTestClass().getSimpleName();
        System.out.println(name + " is left out: needs " + missing);
        return ConditionEvaluationResult.disabled("needs " + missing);
    }

    private static String missing(NeedsTools tools) {
        if (!System.getProperty("user.name").equals("root")) return "root";
        for (String tool : tools.value()) {
            boolean found = false;
            for (String dir : System.getenv("PATH").split(File.pathSeparator, -1)) {
                found |= Files.isExecutable(Path.of(dir, tool));
            }
            if (!found) return tool;
        }
        return null;
    }
}

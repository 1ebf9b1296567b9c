package orchestrate.coordinator.export;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One element {@code testcase} of a JUnit report. All texts are fit for XML: see {@link
 * orchestrate.config.Printable}.
 *
 * @param group what it is counted to, as a class is in Java
 * @param nanos how long it took
 * @param message why it is as it is; null if it passed
 * @param details what else there is to say of a failure: the end of its log
 * @param output what there is to say in any case: of attempts before the last, where the log is
 */
record TestCase(
    String group,
    String name,
    long nanos,
    Verdict verdict,
    @Nullable String message,
    List<String> details,
    List<String> output) {}

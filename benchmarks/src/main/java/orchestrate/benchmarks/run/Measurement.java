package orchestrate.benchmarks.run;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a contestant has measured.
 *
 * @param rounds in order: the n-th of all contestants were taken one right after the other; empty
 *     if the contestant is missing or has failed
 * @param failure what went wrong, or null
 */
public record Measurement(
    Scenario scenario, Contestant contestant, List<Samples> rounds, @Nullable String failure) {}

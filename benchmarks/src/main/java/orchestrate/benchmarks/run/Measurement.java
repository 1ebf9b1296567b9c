package orchestrate.benchmarks.run;

import java.util.List;

/**
 * What a contestant has measured.
 *
 * @param rounds in order: the n-th of all contestants were taken one right after the other; empty
 *     if the contestant is missing
 */
public record Measurement(Scenario scenario, Contestant contestant, List<Samples> rounds) {}

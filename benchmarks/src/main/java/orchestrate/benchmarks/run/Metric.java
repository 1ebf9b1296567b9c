package orchestrate.benchmarks.run;

import java.util.List;

/**
 * Something that the contestants of a scenario measure.
 *
 * @param name as the programs print it
 * @param title for people
 */
public record Metric(String name, String title, Unit unit, List<Bar> bars) {}

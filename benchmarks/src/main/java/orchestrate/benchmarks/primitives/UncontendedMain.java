package orchestrate.benchmarks.primitives;

import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;
import orchestrate.benchmarks.run.Output;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * A class of JMH benchmarks as a contestant; its JVMs have the flags of this one. A method is
 * called as the metric that it measures. Arguments: the class, iterations, milliseconds of each; it
 * warms up for as many.
 */
final class UncontendedMain {
  /** JMH uses Unsafe, and the JVM would say so on stdout. */
  static final List<String> FLAGS = List.of("--sun-misc-unsafe-memory-access=allow");

  private UncontendedMain() {}

  public static void main(String[] arguments) throws RunnerException {
    int iterations = Integer.parseInt(arguments[1]);
    TimeValue time = TimeValue.milliseconds(Long.parseLong(arguments[2]));
    // Another project's benchmark on this machine is no reason to wait: we tell of its load.
    System.setProperty("jmh.ignoreLock", "true");
    var options =
        new OptionsBuilder()
            .include(Pattern.quote(arguments[0] + "."))
            .verbosity(VerboseMode.SILENT)
            .warmupIterations(iterations)
            .warmupTime(time)
            .measurementIterations(iterations)
            .measurementTime(time)
            .shouldFailOnError(true)
            .build();
    print(new Runner(options).run());
  }

  private static void print(Collection<RunResult> results) {
    for (RunResult result : results) {
      BenchmarkParams what = result.getParams();
      String metric = what.getBenchmark().substring(what.getBenchmark().lastIndexOf('.') + 1);
      result.getBenchmarkResults().stream()
          .flatMap(fork -> fork.getIterationResults().stream())
          .map(IterationResult::getPrimaryResult)
          .forEach(score -> Output.sample(metric, score.getScore()));
    }
    Output.flush();
  }
}

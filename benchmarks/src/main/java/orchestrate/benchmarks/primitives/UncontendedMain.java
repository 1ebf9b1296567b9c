package orchestrate.benchmarks.primitives;

import java.util.Collection;
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
 * {@link Uncontended} as a contestant; its JVMs have the flags of this one. Arguments: iterations,
 * milliseconds of each; it warms up for as many.
 */
final class UncontendedMain {
  private UncontendedMain() {}

  public static void main(String[] arguments) throws RunnerException {
    int iterations = Integer.parseInt(arguments[0]);
    TimeValue time = TimeValue.milliseconds(Long.parseLong(arguments[1]));
    // Another project's benchmark on this machine is no reason to wait: we tell of its load.
    System.setProperty("jmh.ignoreLock", "true");
    var options =
        new OptionsBuilder()
            .include(Uncontended.class.getName())
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

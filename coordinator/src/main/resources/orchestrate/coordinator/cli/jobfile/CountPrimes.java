import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.LongStream;
import orchestrate.task.Task;
import orchestrate.task.TaskContext;

/** Counts the primes of one part. Its components have their values from `with` in the job file. */
record CountPrimes(int part, int size, Path folder) implements Task {
  @Override
  public void run(TaskContext context) throws Exception {
    long first = (part - 1L) * size;
    long primes = LongStream.range(first, first + size).filter(CountPrimes::isPrime).count();
    Files.writeString(context.resolve(folder).resolve(part + ".txt"), primes + "\n");
    System.out.println("goes to the log of this task");
  }

  private static boolean isPrime(long number) {
    return number > 1
        && LongStream.iterate(2, divisor -> divisor * divisor <= number, divisor -> divisor + 1)
            .noneMatch(divisor -> number % divisor == 0);
  }
}

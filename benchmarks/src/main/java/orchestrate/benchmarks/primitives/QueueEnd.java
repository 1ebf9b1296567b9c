package orchestrate.benchmarks.primitives;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.file.Path;

/**
 * A process at one end of a queue: does a pass for each line on stdin. Arguments: {@link
 * QueueKind}, folder, {@link Role}, elements in a pass.
 */
final class QueueEnd {
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());

  private QueueEnd() {}

  enum Role {
    PRODUCE,
    CONSUME
  }

  /**
   * What a process says after a pass.
   *
   * @param start {@link System#nanoTime}, which all processes of a Linux machine share
   * @param sum of the numbers that it put, less those that it took
   */
  record Pass(long start, long end, long sum) {
    static Pass parse(String line) {
      String[] words = line.split(" ", -1);
      return new Pass(Long.parseLong(words[0]), Long.parseLong(words[1]), Long.parseLong(words[2]));
    }

    @Override
    public String toString() {
      return start + " " + end + " " + sum;
    }
  }

  public static void main(String[] arguments) throws IOException, InterruptedException {
    Role role = Role.valueOf(arguments[2]);
    int count = Integer.parseInt(arguments[3]);
    var commands = new BufferedReader(new InputStreamReader(System.in, UTF_8));
    try (ElementQueue queue = QueueKind.valueOf(arguments[0]).open(Path.of(arguments[1]))) {
      while (commands.readLine() != null) {
        long start = System.nanoTime();
        long sum =
            switch (role) {
              case PRODUCE -> produce(queue, count);
              case CONSUME -> -consume(queue, count);
            };
        System.out.println(new Pass(start, System.nanoTime(), sum));
      }
    }
  }

  private static long produce(ElementQueue queue, int count) throws InterruptedException {
    byte[] element = new byte[ElementQueue.ELEMENT_BYTES];
    long sum = 0;
    for (int i = 0; i < count; i++) {
      LONG.set(element, 0, (long) i);
      queue.put(element);
      sum += i;
    }
    return sum;
  }

  private static long consume(ElementQueue queue, int count) throws InterruptedException {
    long sum = 0;
    for (int i = 0; i < count; i++) {
      sum += (long) LONG.get(queue.take(), 0);
    }
    return sum;
  }
}

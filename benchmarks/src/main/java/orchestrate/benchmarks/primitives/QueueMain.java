package orchestrate.benchmarks.primitives;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import orchestrate.benchmarks.run.Output;
import orchestrate.benchmarks.run.SharedFolder;

/**
 * Producers and consumers, a process each, and one of our queues between them. Arguments: {@link
 * QueueKind}, producers, consumers, elements in a pass, warm-up passes, passes.
 *
 * <p>A pass lasts from its first start of any process to its last end of any. This process waits
 * meanwhile.
 */
final class QueueMain {
  private QueueMain() {}

  public static void main(String[] arguments) throws IOException {
    QueueKind kind = QueueKind.valueOf(arguments[0]);
    int producers = Integer.parseInt(arguments[1]);
    int consumers = Integer.parseInt(arguments[2]);
    int elements = Integer.parseInt(arguments[3]);
    int warmups = Integer.parseInt(arguments[4]);
    int passes = Integer.parseInt(arguments[5]);
    List<Partner> partners = new ArrayList<>();
    try (SharedFolder folder = SharedFolder.given();
        ElementQueue _ = kind.create(folder.path())) {
      for (int i = 0; i < consumers; i++) {
        partners.add(
            Partner.start(
                QueueEnd.class, kind, folder.path(), QueueEnd.Role.CONSUME, elements / consumers));
      }
      for (int i = 0; i < producers; i++) {
        partners.add(
            Partner.start(
                QueueEnd.class, kind, folder.path(), QueueEnd.Role.PRODUCE, elements / producers));
      }
      for (int pass = -warmups; pass < passes; pass++) {
        double nanos = pass(partners);
        if (pass >= 0) {
          Output.sample("element", nanos / elements);
        }
      }
    } finally {
      partners.forEach(Partner::close);
    }
    Output.flush();
  }

  private static double pass(List<Partner> partners) throws IOException {
    for (Partner partner : partners) {
      partner.tell("go");
    }
    long start = Long.MAX_VALUE;
    long end = Long.MIN_VALUE;
    long sum = 0;
    for (Partner partner : partners) {
      QueueEnd.Pass pass = QueueEnd.Pass.parse(partner.reply());
      start = Math.min(start, pass.start());
      end = Math.max(end, pass.end());
      sum += pass.sum();
    }
    if (sum != 0) {
      throw new IllegalStateException("what was taken is not what was put");
    }
    return end - start;
  }
}

package orchestrate.coordinator.describe;

import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import orchestrate.config.Concurrency;
import orchestrate.config.DeclaredQueue;
import orchestrate.config.JobFile;
import orchestrate.config.MemoryFloor;
import orchestrate.config.Secret;
import orchestrate.config.Workers;

/** What the job file says of the job as a whole. Where it is reported does not make it another. */
final class JobFields {
  private JobFields() {}

  static Map<String, String> of(JobFile job) {
    var fields = new Fields();
    fields.text("name", job.name());
    fields.each("params", job.params(), value -> value);
    job.env().forEach((name, value) -> fields.veiled("env." + name, value));
    fields.each("secrets", job.secrets(), JobFields::place);
    workers(job.workers(), fields);
    fields.each("semaphores", job.semaphores(), String::valueOf);
    fields.names("locks", job.locks());
    fields.names("events", job.events());
    fields.each("barriers", job.barriers(), String::valueOf);
    fields.each("latches", job.latches(), String::valueOf);
    fields.names("counters", job.counters());
    fields.each("queues", job.queues(), JobFields::queue);
    Concurrency concurrency = job.concurrency();
    if (concurrency != null) {
      fields.text("concurrency.group", concurrency.group());
      fields.duration("concurrency.wait", concurrency.patience());
    }
    number("max-failures", job.maxFailures(), fields);
    fields.size("cache-size", job.cacheSize(), JobFile.USUAL_CACHE_SIZE);
    return fields.all();
  }

  /** Where it comes from; never what it is. */
  private static String place(Secret secret) {
    return secret.variable() == null ? "in a file" : "in the variable " + secret.variable();
  }

  private static void workers(Workers workers, Fields fields) {
    Workers usual = Workers.DEFAULT;
    number("workers.count", workers.count(), fields);
    fields.text(
        "workers.threads",
        workers.threads().equals(usual.threads())
            ? null
            : workers.threads().virtual()
                ? "virtual"
                : Integer.toString(workers.threads().count()));
    number("workers.recycle.after-tasks", workers.recycle().afterTasks(), fields);
    fields.duration("workers.recycle.after", workers.recycle().after());
    OptionalLong aboveMemory = workers.recycle().aboveMemory();
    if (aboveMemory.isPresent()) {
      fields.size("workers.recycle.above-memory", aboveMemory.getAsLong(), -1);
    }
    fields.words("workers.class-path", workers.classPath());
    fields.words("workers.java-options", workers.javaOptions());
    switch (workers.memoryFloor()) {
      case MemoryFloor.Default _ -> {}
      case MemoryFloor.Bytes(long bytes) -> fields.size("workers.memory-floor", bytes, -1);
      case MemoryFloor.Percent(int percent) -> fields.text("workers.memory-floor", percent + "%");
    }
    fields.flag("workers.jobserver", workers.jobserver());
  }

  private static String queue(DeclaredQueue queue) {
    return "%s, %d".formatted(queue.order().written(), queue.capacity());
  }

  private static void number(String key, OptionalInt number, Fields fields) {
    if (number.isPresent()) {
      fields.text(key, Integer.toString(number.getAsInt()));
    }
  }
}

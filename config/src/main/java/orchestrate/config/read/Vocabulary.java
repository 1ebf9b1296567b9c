package orchestrate.config.read;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The keys that the language has at each place where they are fixed. */
@SuppressWarnings("ImmutableEnumChecker") // the sets are unmodifiable
enum Vocabulary {
  JOB(
      List.of(
          "version",
          "name",
          "params",
          "env",
          "workers",
          "semaphores",
          "events",
          "barriers",
          "defaults",
          "tasks"),
      List.of(
          "locks", "latches", "counters", "queues", "finally", "include", "report", "concurrency")),
  PARAM(List.of("type", "default", "description"), List.of()),
  WORKERS(
      List.of(
          "count", "threads", "recycle", "class-path", "java-options", "memory-floor", "jobserver"),
      List.of()),
  RECYCLE(List.of("after-tasks", "after", "above-memory"), List.of()),
  SEMAPHORE(List.of("permits"), List.of("bounded")),
  DEFAULTS(List.of("timeout", "retry", "output"), List.of()),
  TASK(
      List.of(
          "description",
          "run",
          "java",
          "with",
          "class-path",
          "needs",
          "for-each",
          "acquire",
          "sets",
          "waits-for",
          "meets",
          "timeout",
          "retry",
          "outputs",
          "output",
          "env"),
      List.of(
          "if",
          "matrix",
          "max-parallel",
          "fail-fast",
          "kill-after",
          "signal",
          "cpus",
          "memory",
          "priority",
          "inputs",
          "cache",
          "artifacts",
          "allow-failure",
          "success-exit-codes",
          "service",
          "ready",
          "pipe-from",
          "env-file",
          "secrets",
          "dir",
          "shell",
          "tags")),
  FOR_EACH(List.of("list", "range", "files", "lines", "as"), List.of("csv", "json")),
  RETRY(List.of("max", "delay", "factor", "jitter", "on", "on-exit"), List.of());

  private final Set<String> known;
  private final Set<String> planned;

  Vocabulary(List<String> known, List<String> planned) {
    this.known = Collections.unmodifiableSet(new LinkedHashSet<>(known));
    this.planned = Set.copyOf(planned);
  }

  Set<String> known() {
    return known;
  }

  /** Part of the language, but not of this version. */
  boolean isPlanned(String key) {
    return planned.contains(key);
  }
}

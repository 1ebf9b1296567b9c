package orchestrate.config.read;

import static java.util.Map.entry;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import orchestrate.config.Need.When;
import orchestrate.config.Service;

/** The schema of a task. */
final class TaskSchema {
  private static final int MAX = Integer.MAX_VALUE;
  private static final List<String> FAN_OUTS = List.of("for-each", "matrix");

  private TaskSchema() {}

  static Schema task() {
    return Schema.object(Vocabulary.TASK, keys())
        .withOneOf(List.of("run", "java"))
        .with("not", Map.of("required", FAN_OUTS))
        .with("dependentRequired", dependentRequired())
        .with(
            "dependentSchemas",
            new TreeMap<>(
                Map.of(
                    "max-parallel", Schema.anyRequired(FAN_OUTS),
                    "fail-fast", Schema.anyRequired(FAN_OUTS),
                    "inputs", Map.of("not", Schema.anyRequired(List.of("meets"))),
                    "pipe-from", Map.of("not", Schema.anyRequired(PipeCheck.EXCLUDED)))));
  }

  private static Map<String, List<String>> dependentRequired() {
    Map<String, List<String>> needing = needing("java", "with", "class-path");
    needing.putAll(needing("run", "pipe-from"));
    needing.putAll(needing("service", "ready"));
    needing.put("cache", List.of("inputs", "outputs"));
    return needing;
  }

  /** What to write where {@code keys} are of use only beside {@code other}. */
  private static Map<String, List<String>> needing(String other, String... keys) {
    var needing = new TreeMap<String, List<String>>();
    List.of(keys).forEach(key -> needing.put(key, List.of(other)));
    return needing;
  }

  static Map<String, Schema> keys() {
    return Map.ofEntries(
        entry(
            "description",
            Schema.of("type", List.of("string", "number", "boolean", "null")).saying("free text")),
        entry(
            "run", command().saying("a script for sh -eu, or a list: a program and its arguments")),
        entry(
            "java",
            Shapes.text().saying("a class on the class path, or a .java file beside the job file")),
        entry("with", Shapes.with().saying("what the Java task is made of, by name")),
        entry("class-path", Schema.named("texts").saying("of this Java task, instead of workers'")),
        entry("needs", needs().saying("tasks that must have succeeded before, or be over")),
        entry("if", condition().saying("a condition; if it does not hold the task is skipped")),
        entry("for-each", FanOutSchema.forEach().saying("the task runs once for each item")),
        entry("matrix", FanOutSchema.matrix().saying("once for each combination of values")),
        entry("acquire", acquire().saying("semaphores and locks held while it runs")),
        entry("sets", Schema.named("names").saying("events that it sets, at the latest when done")),
        entry("waits-for", Schema.named("names").saying("events that must have been set before")),
        entry(
            "meets",
            Schema.named("names").saying("barriers: tasks that meet one are started together")),
        entry(
            "pipe-from",
            Shapes.name().saying("the task whose stdout it reads; both run at the same time")),
        entry("timeout", Schema.named("duration").saying("of one attempt")),
        entry("retry", Schema.named("retry").saying("attempts after the first")),
        entry(
            "kill-after",
            Schema.named("duration").saying("how long it may take to end when it is stopped; 5s")),
        entry("signal", signal().saying("by which a command is asked to end; TERM")),
        entry("max-parallel", Shapes.wholeNumber(1, MAX).saying("instances of it at a time")),
        entry(
            "priority",
            Shapes.wholeNumber(-LimitsReader.MAX_PRIORITY, LimitsReader.MAX_PRIORITY)
                .saying("higher ones start first; 0")),
        entry(
            "cpus",
            Shapes.wholeNumber(1, LimitsReader.MAX_CPUS)
                .saying("how many of the run's slots an instance takes; 1")),
        entry("memory", Schema.named("size").saying("how much memory an instance may need")),
        entry(
            "fail-fast",
            Shapes.flag().saying("the first instance that fails for good ends the others")),
        entry("allow-failure", Shapes.flag().saying("its failure is shown, and forgiven")),
        entry(
            "success-exit-codes",
            Shapes.wholeNumbers(0, 255).saying("exit codes that mean success besides 0")),
        entry(
            "inputs",
            Schema.named("texts")
                .saying("files that it reads: while they are the same it need not be run again")),
        entry("outputs", Schema.named("texts").saying("files that are there when it succeeded")),
        entry(
            "artifacts",
            Schema.named("texts").saying("files that are copied to the run's folder when it ends")),
        entry("cache", Shapes.flag().saying("its outputs are kept, and put back when they fit")),
        entry("output", Shapes.oneOf(OutputModeReader.WORDS).saying("how what it prints is shown")),
        entry("env", Schema.named("env").saying("further environment variables")),
        entry(
            "env-file",
            Schema.named("texts").saying("files with further variables, a NAME=VALUE a line")),
        entry("secrets", Shapes.variables().saying("secrets that it has as variables")),
        entry("dir", Shapes.text().saying("where a command runs, relative to the job file")),
        entry("shell", Shapes.oneOf(Shells.NAMES).saying("what runs the script; sh")),
        entry("tags", Schema.named("names").saying("names for --only and --skip")),
        entry("service", Shapes.flag().saying("its command goes on while others need it")),
        entry("ready", ready().saying("when a service can be used; else as soon as it runs")));
  }

  static Schema retry() {
    return Schema.anyOf(
        Shapes.wholeNumber(0, RetryReader.MAX_ATTEMPTS),
        Schema.object(
                Vocabulary.RETRY,
                Map.of(
                    "max",
                        Shapes.wholeNumber(0, RetryReader.MAX_ATTEMPTS)
                            .saying("attempts after the first"),
                    "delay", Schema.named("duration").saying("the pause before the second attempt"),
                    "factor",
                        Shapes.decimal(1, RetryReader.MAX_FACTOR)
                            .saying("by which each pause is longer than the last; 1"),
                    "jitter",
                        Shapes.decimal(0, 1)
                            .saying("the share of the pause by which chance changes it; 0"),
                    "on",
                        Shapes.oneOrMoreOf(RetryReader.CAUSES)
                            .saying("failures after which it is tried again"),
                    "on-exit",
                        Shapes.wholeNumbers(1, 255)
                            .saying("exit codes after which it is tried again")))
            .with("required", List.of("max"))
            .with("dependentRequired", needing("delay", "factor", "jitter")));
  }

  private static Schema ready() {
    return Schema.object(
            Vocabulary.READY,
            Map.of(
                "port",
                    Shapes.wholeNumber(1, Service.MAX_PORT)
                        .saying("when somebody listens on this TCP port of this machine"),
                "log", Shapes.text().saying("when this text is in what it has printed"),
                "exec", command().saying("when this command, tried again and again, succeeds"),
                "timeout", Schema.named("duration").saying("how long that may take; 1m")))
        .withOneOf(ServiceReader.PROBES);
  }

  private static Schema command() {
    return Schema.anyOf(Shapes.text(), Schema.listOf(Shapes.text()).with("minItems", 1));
  }

  private static Schema needs() {
    List<String> whens = Arrays.stream(When.values()).map(When::written).toList();
    return Schema.anyOf(Shapes.names(), Shapes.byName(Schema.of("enum", whens)));
  }

  private static Schema condition() {
    return Schema.of("type", List.of("string", "boolean"));
  }

  private static Schema acquire() {
    return Schema.anyOf(Shapes.names(), Shapes.byName(Shapes.wholeNumber(1, MAX)));
  }

  /** The reader takes {@code sigterm} for {@code TERM}. */
  private static Schema signal() {
    String anyCase =
        StoppingReader.SIGNALS.stream().map(Shapes::inAnyCase).collect(Collectors.joining("|"));
    return Schema.anyOf(
        Shapes.oneOf(StoppingReader.SIGNALS),
        Shapes.formed("(?:%s)?(?:%s)".formatted(Shapes.inAnyCase("SIG"), anyCase)));
  }
}

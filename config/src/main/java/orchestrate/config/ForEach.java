package orchestrate.config;

import java.util.List;

/** Where the items of a fan-out come from: one instance of the task runs for each. */
public sealed interface ForEach {
  /** {@code list: [a, b]}. */
  record Items(List<Template> values) implements ForEach {
    public Items {
      values = List.copyOf(values);
    }
  }

  /** {@code range: [first, last]} or {@code [first, last, step]}; {@code last} is included. */
  record Range(long first, long last, long step) implements ForEach {}

  /** {@code files: "data/*.csv"}: the files that match, sorted by path. */
  record Files(Template glob) implements ForEach {}

  /** {@code lines: FILE}: each line of a text file. Read when the task's needs are done. */
  record Lines(Template path) implements ForEach {}
}

package orchestrate.coordinator.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The output of a fan-out's instances in the order of its items. */
final class OrderedOutput {
  private final Consumer<String> show;

  /** Of instances that have ended before one that comes earlier. */
  private final TreeMap<Long, Path> ended = new TreeMap<>();

  private long next;
  private boolean finished;
  private @Nullable LogFollower shown;

  OrderedOutput(Consumer<String> show) {
    this.show = show;
  }

  /** An instance will print no more. */
  void ended(long instance, Path log) {
    ended.put(instance, log);
  }

  /** No more instances will end: those that are missing never ran. */
  void finish() {
    finished = true;
  }

  boolean hasMore() {
    return shown != null || (finished ? !ended.isEmpty() : ended.containsKey(next));
  }

  /** Shows what can be shown now, up to about so many bytes. */
  void tell(long most) throws IOException {
    while (hasMore()) {
      if (shown == null) {
        var first = ended.pollFirstEntry();
        next = first.getKey() + 1;
        if (Files.notExists(first.getValue())) {
          continue; // It was silent: of those there may be a million.
        }
        shown = new LogFollower(first.getValue());
      }
      if (!shown.read(most, show)) {
        return;
      }
      shown.readRest(show);
      shown.close();
      shown = null;
    }
  }
}

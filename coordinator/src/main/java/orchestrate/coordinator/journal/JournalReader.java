package orchestrate.coordinator.journal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads the journal of a run, whatever has happened to it: what it passes on is what the run has
 * told, from the first event up to the end or the first damage.
 *
 * <p>A resumed run says how many events it follows on ({@link RunEvent.RunResumed}). Of the
 * segments before it so many are passed on, and no more: what was damaged behind them, the run that
 * was resumed has not known either. If there are less by now, that is damage, and the reading ends
 * there. If a run was resumed once more, and could read less by then than the first time, what the
 * first time had written is no part of the run any more.
 */
public final class JournalReader {
  private final Path runFolder;
  private final Consumer<RunEvent> to;
  private final List<RunEvent> document = new ArrayList<>();
  private long documents;
  private long events;

  /**
   * A segment, and how it begins.
   *
   * @param follows how many events come before it; negative if its beginning can't be read
   * @param damage why not; null if there is nothing in it
   */
  private record Part(Segment segment, long follows, @Nullable String damage) {}

  private JournalReader(Path runFolder, Consumer<RunEvent> to) {
    this.runFolder = runFolder;
    this.to = to;
  }

  /**
   * Passes on the events, oldest first.
   *
   * @throws IOException if the file system fails, or a newer version of orchestrate has written it
   */
  public static Recorded read(Path runFolder, Consumer<RunEvent> to) throws IOException {
    return new JournalReader(runFolder, to).read();
  }

  private Recorded read() throws IOException {
    Deque<Part> parts = standing();
    Recorded last = new Recorded(0, 0, false, null);
    while (!parts.isEmpty()) {
      Part part = parts.removeFirst();
      if (part.follows() != events) {
        return lost(part, last);
      }
      boolean cutOff = !parts.isEmpty() && parts.getFirst().follows() >= 0;
      last = read(part.segment(), cutOff ? parts.getFirst().follows() : Long.MAX_VALUE);
    }
    return last;
  }

  private Recorded read(Segment segment, long most) throws IOException {
    try (var reader = new SegmentReader(segment, runFolder)) {
      while (events < most && reader.next(document)) {
        document.forEach(to);
        documents++;
        events += document.size();
      }
      return new Recorded(documents, events, reader.cutShort(), reader.damage());
    }
  }

  private Recorded lost(Part part, Recorded last) {
    String what =
        part.follows() < 0
            ? part.damage()
            : "%s follows on %d events, of which %d can be read%s"
                .formatted(
                    runFolder.relativize(part.segment().folder()),
                    part.follows(),
                    events,
                    last.damage() == null ? "" : ": " + last.damage());
    return new Recorded(documents, events, last.cutShort(), what);
  }

  /**
   * The segments that make up the journal. From the last one back: each cuts off what is beyond the
   * place that it follows on.
   */
  private Deque<Part> standing() throws IOException {
    List<Segment> all = Segment.allOf(runFolder);
    var standing = new ArrayDeque<Part>();
    for (Segment segment : all.reversed()) {
      Part part = beginning(segment);
      boolean isLast = standing.isEmpty();
      if (part.follows() < 0 ? isLast && part.damage() != null : isLast || before(part, standing)) {
        standing.addFirst(part);
      }
    }
    return standing;
  }

  private static boolean before(Part part, Deque<Part> later) {
    return later.getFirst().follows() < 0 || part.follows() < later.getFirst().follows();
  }

  private Part beginning(Segment segment) throws IOException {
    if (segment.number() == 1) {
      return new Part(segment, 0, null);
    }
    try (var reader = new SegmentReader(segment, runFolder)) {
      if (!reader.next(document)) {
        return new Part(segment, -1, reader.damage());
      }
      return document.getFirst() instanceof RunEvent.RunResumed resumed
          ? new Part(segment, resumed.follows(), null)
          : new Part(
              segment,
              -1,
              runFolder.relativize(segment.folder()) + " doesn't say what it follows on");
    }
  }
}

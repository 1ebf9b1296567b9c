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
 *
 * <p>Not thread-safe. The run may be under way in another process.
 */
public final class JournalReader implements AutoCloseable {
  private final Path runFolder;
  private final List<RunEvent> document = new ArrayList<>();
  private @Nullable SegmentReader current;
  private int number;
  private long documents;
  private long events;

  /**
   * A segment, and how it begins.
   *
   * @param follows how many events come before it; negative if its beginning can't be read
   * @param damage why not; null if there is nothing in it
   */
  private record Part(Segment segment, long follows, @Nullable String damage) {
    boolean isReadable() {
      return follows >= 0;
    }

    boolean isBefore(Part after) {
      return isReadable() && (follows < after.follows || !after.isReadable());
    }
  }

  /** Nothing is opened yet. */
  public JournalReader(Path runFolder) {
    this.runFolder = runFolder;
  }

  /**
   * Passes on all events, oldest first.
   *
   * @throws IOException if the file system fails, or a newer version of orchestrate has written it
   */
  public static Recorded read(Path runFolder, Consumer<RunEvent> to) throws IOException {
    try (var reader = new JournalReader(runFolder)) {
      return reader.read(to);
    }
  }

  /**
   * Passes on the events that were not passed on yet, oldest first.
   *
   * @return how much was read, by all calls together
   * @throws IOException if the file system fails, or a newer version of orchestrate has written it
   */
  public Recorded read(Consumer<RunEvent> to) throws IOException {
    Deque<Part> later = later();
    while (true) {
      Part next = later.pollFirst();
      read(next != null && next.isReadable() ? next.follows() : Long.MAX_VALUE, to);
      if (next == null) {
        return recorded(damage());
      }
      if (next.follows() != events) {
        return recorded(next.isReadable() ? lost(next) : next.damage());
      }
      close();
      current = new SegmentReader(next.segment());
      number = next.segment().number();
    }
  }

  /**
   * How many bytes the journal of a run is long, or was before it was damaged. It takes no longer
   * for a long one. The files take some more of the disk: room is reserved ahead.
   */
  public static long bytes(Path runFolder) throws IOException {
    long bytes = 0;
    for (Segment segment : Segment.allOf(runFolder)) {
      bytes += SegmentReader.usedBytes(segment);
    }
    return bytes;
  }

  private void read(long upTo, Consumer<RunEvent> to) throws IOException {
    while (current != null && events < upTo && current.next(document)) {
      document.forEach(to);
      documents++;
      events += document.size();
    }
  }

  private Recorded recorded(@Nullable String damage) {
    boolean cutShort = current != null && current.isCutShort();
    return new Recorded(documents, events, cutShort, damage);
  }

  private @Nullable String damage() {
    return current == null ? null : current.damage();
  }

  private String lost(Part next) {
    String why = damage();
    return "%s follows on %d events, of which %d can be read%s"
        .formatted(name(next.segment()), next.follows(), events, why == null ? "" : ": " + why);
  }

  /**
   * The further segments that make up the journal. From the last one back: each cuts off what is
   * beyond the place that it follows on. One that can't be read matters only if none follows.
   */
  private Deque<Part> later() throws IOException {
    var later = new ArrayDeque<Part>();
    for (Segment segment : Segment.allOf(runFolder).reversed()) {
      if (segment.number() <= number) {
        break;
      }
      Part part = beginning(segment);
      @Nullable Part after = later.peekFirst();
      if (after == null ? part.isReadable() || part.damage() != null : part.isBefore(after)) {
        later.addFirst(part);
      }
    }
    return later;
  }

  private Part beginning(Segment segment) throws IOException {
    if (segment.number() == 1) {
      return new Part(segment, 0, null);
    }
    try (var reader = new SegmentReader(segment)) {
      if (!reader.next(document)) {
        return new Part(segment, -1, reader.damage());
      }
      return document.getFirst() instanceof RunEvent.RunResumed resumed
          ? new Part(segment, resumed.follows(), null)
          : new Part(segment, -1, name(segment) + " doesn't say how many events it follows on");
    }
  }

  private static String name(Segment segment) {
    return segment.folder().getFileName().toString();
  }

  @Override
  public void close() throws IOException {
    if (current != null) {
      current.close();
    }
  }
}

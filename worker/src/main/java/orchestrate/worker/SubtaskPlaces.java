package orchestrate.worker;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.UncheckedIOException;
import orchestrate.ipc.channel.MessageWriter;
import orchestrate.ipc.wait.Deadline;
import orchestrate.worker.protocol.Run;
import orchestrate.worker.protocol.SubtaskBoard;
import orchestrate.worker.protocol.SubtaskOffer;
import orchestrate.worker.protocol.SubtaskOffer.Report;
import org.jspecify.annotations.Nullable;

/**
 * The lane's side of its board: which subtask is in which place of it. Serves all tasks of the lane
 * that wait for one another, and belongs to its thread.
 */
final class SubtaskPlaces {
  private final Lane lane;
  private final MessageWriter writer = new MessageWriter();
  private final @Nullable ForkedTask[] at = new ForkedTask[SubtaskBoard.PLACES];
  private @Nullable SubtaskBoard made;
  private @Nullable Run run;

  SubtaskPlaces(Lane lane) {
    this.lane = lane;
  }

  /** The lane begins with another attempt: what is offered from now on is its. */
  void begin(Run next) {
    run = next;
  }

  private SubtaskBoard board() {
    if (made == null) {
      try {
        made = lane.newBoard();
      } catch (IOException e) {
        throw new UncheckedIOException("can't reserve shared memory for subtasks", e);
      }
    }
    return made;
  }

  /** That it can be offered, whether or not it ever is. */
  void requireFits(ForkedTask subtask) {
    encode(subtask, null);
    if (writer.length() > SubtaskBoard.LONGEST_MESSAGE) {
      throw new IllegalArgumentException(
          "the values of a subtask take %,d bytes, more than %,d; put long values into a file"
              .formatted(writer.length(), SubtaskBoard.LONGEST_MESSAGE));
    }
  }

  private void encode(ForkedTask subtask, @Nullable Report report) {
    Run parent = requireNonNull(run, "only a task forks");
    SubtaskOffer.of(parent, subtask.attempt(), subtask.described(), report).write(writer);
  }

  /** Offers it to other lanes; false if there is no place for it now. */
  boolean offer(ForkedTask subtask) {
    int place = freePlace();
    if (place == SubtaskBoard.NOWHERE) {
      return false;
    }
    encode(subtask, null);
    at[place] = subtask;
    board().offer(place, writer);
    if (board().isWanted()) {
      lane.coordinatorBell().ring();
    }
    return true;
  }

  private int freePlace() {
    for (int place = 0; place < at.length; place++) {
      if (at[place] == null && board().isFree(place)) {
        return place;
      }
    }
    return SubtaskBoard.NOWHERE;
  }

  /** Ends the offer; false if somebody has taken it, or it isn't on offer. */
  boolean takeBack(ForkedTask subtask) {
    int place = placeOf(subtask);
    boolean back =
        place != SubtaskBoard.NOWHERE && board().isOffered(place) && board().takeBack(place);
    if (back) {
      at[place] = null;
    }
    return back;
  }

  private int placeOf(ForkedTask subtask) {
    for (int place = 0; place < at.length; place++) {
      if (at[place] == subtask) {
        return place;
      }
    }
    return SubtaskBoard.NOWHERE;
  }

  /** Tells the coordinator of an attempt that did not go well: it knows what follows. */
  void report(ForkedTask subtask, Report report) throws InterruptedException {
    int place = freePlace();
    for (; place == SubtaskBoard.NOWHERE; place = freePlace()) {
      if (!takeBackAny()) {
        await();
        collect();
      }
    }
    encode(subtask, report);
    at[place] = subtask;
    board().report(place, writer);
    lane.coordinatorBell().ring();
  }

  private boolean takeBackAny() {
    for (ForkedTask subtask : at) {
      if (subtask != null && takeBack(subtask)) {
        subtask.scope().tookBack(subtask);
        return true;
      }
    }
    return false;
  }

  /** Hands out the answers that there are. */
  void collect() {
    for (int place = 0; made != null && place < at.length; place++) {
      if (made.isAnswered(place)) {
        ForkedTask subtask = at[place];
        at[place] = null;
        if (subtask != null) { // else nobody waits for it any more
          subtask.scope().answered(subtask, made.answer(place));
        }
        made.free(place);
      }
    }
  }

  /** Sleeps until there is an answer. */
  void await() throws InterruptedException {
    lane.bell().await(this::hasAnswer, Deadline.never());
  }

  private boolean hasAnswer() {
    for (int place = 0; place < at.length; place++) {
      if (at[place] != null && board().isAnswered(place)) {
        return true;
      }
    }
    return false;
  }

  /** Nobody waits for it any more. */
  void forget(ForkedTask subtask) {
    int place = placeOf(subtask);
    if (place != SubtaskBoard.NOWHERE) {
      at[place] = null;
      board().withdraw(place);
    }
  }
}

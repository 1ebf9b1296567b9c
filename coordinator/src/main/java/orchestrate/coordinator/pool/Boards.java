package orchestrate.coordinator.pool;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import orchestrate.worker.protocol.SubtaskAnswer;
import orchestrate.worker.protocol.SubtaskBoard;
import orchestrate.worker.protocol.SubtaskOffer;
import org.jspecify.annotations.Nullable;

/**
 * The coordinator's side of the lanes' {@link SubtaskBoard}s. As long as nobody forks there are
 * none, and it costs a look at each worker to see that.
 */
public final class Boards {
  private final List<WorkerProcess> workers;
  private final Wire wire;
  private final List<LaneSlot> lanes = new ArrayList<>();

  /** A subtask that was taken from a board, where its parent waits for an answer. */
  public static final class Taken {
    private final Attempt parent;
    private final SubtaskOffer offer;
    private final LaneSlot lane;
    private final SubtaskBoard board;
    private final int place;

    private Taken(
        Attempt parent, SubtaskOffer offer, LaneSlot lane, SubtaskBoard board, int place) {
      this.parent = parent;
      this.offer = offer;
      this.lane = lane;
      this.board = board;
      this.place = place;
    }

    /** What the lane is at that has offered it. */
    public Attempt parent() {
      return parent;
    }

    public SubtaskOffer offer() {
      return offer;
    }
  }

  Boards(List<WorkerProcess> workers, Wire wire) {
    this.workers = workers;
    this.wire = wire;
  }

  /** Opens the boards that have been made since. */
  public void look() {
    lanes.removeIf(lane -> lane.board() == null);
    for (int i = 0; i < workers.size(); i++) {
      if (workers.get(i).hasNewBoards()) {
        open(workers.get(i));
      }
    }
  }

  private void open(WorkerProcess worker) {
    for (LaneSlot lane : worker.lanes()) {
      Path file =
          SubtaskBoard.file(worker.setup().session(), worker.setup().number(), lane.number());
      if (lane.board() == null && SubtaskBoard.isWhole(file)) {
        try {
          lane.open(SubtaskBoard.open(file));
        } catch (IOException e) {
          throw new UncheckedIOException("can't open the subtasks of " + worker.setup().label(), e);
        }
        lanes.add(lane);
      }
    }
  }

  /** Whether an attempt went badly in its parent's lane. */
  public boolean hasReport() {
    for (int i = 0; i < lanes.size(); i++) {
      SubtaskBoard board = lanes.get(i).board();
      if (board != null && board.firstReport() != SubtaskBoard.NOWHERE) {
        return true;
      }
    }
    return false;
  }

  /**
   * How many are on offer; those who offer more are to wake us.
   *
   * @param hasRoom whether there is room for a subtask of that attempt: only then it counts
   */
  public int offers(Predicate<Attempt> hasRoom) {
    int offers = 0;
    for (int i = 0; i < lanes.size(); i++) {
      SubtaskBoard board = lanes.get(i).board();
      if (board != null) {
        boolean room = hasRoom(lanes.get(i), hasRoom);
        board.want(room);
        offers += room ? board.offers() : 0;
      }
    }
    return offers;
  }

  /** Takes one that went badly in its parent's lane; null if there is none. */
  public @Nullable Taken takeReport() {
    return take(lane -> true, SubtaskBoard::firstReport);
  }

  /** Takes the first that its parent offers, if there is room for it; null if there is none. */
  public @Nullable Taken takeOffer(Predicate<Attempt> hasRoom) {
    return take(lane -> hasRoom(lane, hasRoom), SubtaskBoard::firstOffer);
  }

  private @Nullable Taken take(Predicate<LaneSlot> which, ToIntFunction<SubtaskBoard> first) {
    for (LaneSlot lane : lanes) {
      SubtaskBoard board = lane.board();
      if (board != null && which.test(lane)) {
        int place = first.applyAsInt(board);
        if (place != SubtaskBoard.NOWHERE && board.take(place)) {
          SubtaskOffer offer = board.offer(place);
          Attempt parent = parentOf(offer, lane);
          if (parent != null) {
            return new Taken(parent, offer, lane, board, place);
          }
          board.free(place); // It has ended meanwhile.
        }
      }
    }
    return null;
  }

  /** Not always the first: we may not have heard yet that the lane is at the next. */
  private static @Nullable Attempt parentOf(SubtaskOffer offer, LaneSlot lane) {
    for (Attempt attempt : lane.attempts()) {
      if (offer.isOf(attempt.run())) {
        return attempt;
      }
    }
    return null;
  }

  private static boolean hasRoom(LaneSlot lane, Predicate<Attempt> hasRoom) {
    Attempt current = lane.current();
    return current != null && !current.isStopping() && hasRoom.test(current);
  }

  /** Whether its parent is still where it has offered it. */
  public boolean isAwaited(Taken taken) {
    return isOpen(taken) && taken.parent.lane() == taken.lane;
  }

  private static boolean isOpen(Taken taken) {
    return taken.lane.board() == taken.board;
  }

  /** Says what has become of it, if there is still somebody who wants to know. */
  public void answer(Taken taken, SubtaskAnswer answer) {
    if (isAwaited(taken)) {
      wire.answer(taken.board, taken.place, answer);
      taken.lane.ring();
    } else if (isOpen(taken)) {
      taken.board.free(taken.place);
    }
  }
}

package orchestrate.ipc.crash.step;

import java.lang.StackWalker.StackFrame;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A process's life as far as it is counted in steps, and its end: at one step all its threads stop,
 * each where it is, before its next step. No {@code finally} of theirs runs until {@link #dismiss}.
 *
 * <p>Reads in a row are one step: nobody else could tell at which of them it died.
 */
public final class Life {
  public static final int WITHOUT_END = Integer.MAX_VALUE;

  /** Unwinds a thread of a life that is over and dismissed; it can't take another step. */
  private static final class Unwound extends Error {
    private static final long serialVersionUID = 1;
  }

  private final int lastStep;
  private final Runnable death;
  private final AtomicInteger steps = new AtomicInteger();
  private final CompletableFuture<String> ended = new CompletableFuture<>();
  private final CompletableFuture<@Nullable Void> dismissed = new CompletableFuture<>();
  private volatile boolean counted;
  private volatile boolean lastWasRead;

  /** A life whose threads stop instead of taking step {@code lastStep}, counted from 1. */
  public Life(int lastStep) {
    this(lastStep, () -> {});
  }

  /**
   * A life with an end of its own.
   *
   * @param death what the thread does that comes to {@code lastStep}, if merely stopping isn't it
   */
  public Life(int lastStep, Runnable death) {
    this.lastStep = lastStep;
    this.death = death;
  }

  /** From now on steps are counted. */
  public void count() {
    counted = true;
  }

  /** From now on steps are not counted any more. */
  public void stopCounting() {
    counted = false;
  }

  /** How many steps were taken. */
  public int steps() {
    return steps.get();
  }

  public boolean isOver() {
    return ended.isDone();
  }

  /** Where it ended: what would have been the last step. */
  public String lastWords() {
    return ended.getNow("it lived on");
  }

  /** Has the stopped threads end, without a further step. */
  public void dismiss() {
    ended.complete("dismissed");
    dismissed.complete(null);
  }

  void step(String access) {
    if (counts(access) && steps.incrementAndGet() == lastStep) {
      ended.complete(access + " in " + caller());
      Steps.belongTo(null);
      death.run();
      Steps.belongTo(this);
    }
    if (isOver()) {
      dismissed.join(); // unlike other waits it is not ended by an interrupt
      throw new Unwound();
    }
  }

  private boolean counts(String access) {
    if (!counted || isOver() || isWarden()) {
      return false;
    }
    boolean read = isRead(access);
    boolean further = read && lastWasRead;
    lastWasRead = read;
    return !further;
  }

  private static boolean isRead(String access) {
    return access.contains(".get") && !access.contains(".getAnd");
  }

  /**
   * A warden's looks at all slots, again and again, would drown the steps of the others; what it
   * does about a death is enumerated as the recoverer's part.
   */
  private static boolean isWarden() {
    return Thread.currentThread().getName().equals("orchestrate-warden");
  }

  private static String caller() {
    return StackWalker.getInstance()
        .walk(
            frames ->
                frames
                    .filter(f -> !f.getClassName().startsWith(Life.class.getPackageName()))
                    .limit(4)
                    .map(Life::describe)
                    .collect(Collectors.joining(" < ")));
  }

  private static String describe(StackFrame frame) {
    String type = frame.getClassName();
    return "%s.%s:%d"
        .formatted(
            type.substring(type.lastIndexOf('.') + 1),
            frame.getMethodName(),
            frame.getLineNumber());
  }
}

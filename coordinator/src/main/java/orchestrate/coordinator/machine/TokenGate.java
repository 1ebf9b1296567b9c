package orchestrate.coordinator.machine;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import orchestrate.coordinator.machine.TokenPool.Token;

/**
 * Lets a run have as many tasks as it holds tokens, and one more. Tokens are asked for one by one
 * when a task waits for nothing else, and given back when there is none for which it is of use.
 *
 * <p>When a task ends, its token goes back even if another task could have it, or long tasks would
 * never let others in. Only if the token came a moment ago is it kept: else tasks of microseconds
 * would do little but hand over tokens.
 *
 * <p>Belongs to the run's thread.
 */
final class TokenGate implements AutoCloseable {
  /** How long a token may serve one task after the other. */
  static final Duration SLICE = Duration.ofMillis(100);

  private record Held(Token token, long since) {}

  private final TokenPool pool;
  private final TokenTaker taker;
  private final LongSupplier nanoTime;
  private final Deque<Held> held = new ArrayDeque<>();
  private boolean asked;

  /**
   * @param wake has the run's thread call {@link #want} soon; from any thread
   * @param say tells the user something; from any thread
   */
  TokenGate(TokenPool pool, Runnable wake, Consumer<String> say, LongSupplier nanoTime) {
    this.pool = pool;
    this.nanoTime = nanoTime;
    this.taker =
        new TokenTaker(
            pool,
            wake,
            why ->
                say.accept("no more tokens can be taken, so fewer tasks run at a time: " + why));
  }

  /** How many tasks may run. */
  int limit() {
    return 1 + held.size();
  }

  /** How many tokens are ours. */
  int held() {
    return held.size();
  }

  /** Whether a token may be on its way to us. */
  boolean isAsking() {
    return asked;
  }

  /** Takes in what has come, and sees to it that there is what is needed, and no more. */
  void want(int tasks) {
    for (Token token = taker.poll(); token != null; token = taker.poll()) {
      asked = false;
      held.addLast(new Held(token, nanoTime.getAsLong()));
    }
    while (!held.isEmpty() && limit() > tasks) {
      held.removeLast().token.giveBack();
    }
    if (limit() < tasks && !asked) {
      asked = true;
      taker.ask();
    }
  }

  /** To be called when a task ends, before another takes its place. */
  void taskEnded() {
    Held oldest = held.peekFirst();
    if (oldest != null && nanoTime.getAsLong() - oldest.since >= SLICE.toNanos()) {
      held.removeFirst().token.giveBack();
    }
  }

  /** Gives back what is held. */
  @Override
  public void close() throws IOException {
    taker.stop();
    try (pool) {
      want(0);
      while (!held.isEmpty()) {
        held.removeLast().token.giveBack();
      }
    }
  }
}

package orchestrate.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What depends on results, and reading them, is code of the user: it may wait for anything. */
@Timeout(60)
class DependentsTest {
  private static final int CALLS = 300;

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The first waits for the second and so on: none could go on if it had the thread of another. */
  @Test
  void waitForEachOther() {
    try (ProcessPool pool = ProcessPool.of(2)) {
      List<CountDownLatch> ran = new ArrayList<>();
      List<CompletableFuture<Integer>> all = new ArrayList<>();
      for (int i = 0; i <= CALLS; i++) {
        ran.add(new CountDownLatch(i == CALLS ? 0 : 1));
      }
      for (int i = 0; i < CALLS; i++) {
        int number = i;
        all.add(
            pool.submit(() -> number)
                .thenApply(
                    result -> {
                      await(ran.get(number + 1));
                      ran.get(number).countDown();
                      return result;
                    }));
      }
      for (int i = 0; i < CALLS; i++) {
        assertThat(all.get(i).join()).isEqualTo(i);
      }
    }
  }

  private static final CountDownLatch MAY_BE_READ = new CountDownLatch(1);

  private static final class Slow implements Serializable {
    private static final long serialVersionUID = 1;

    private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
      in.defaultReadObject();
      await(MAY_BE_READ);
    }
  }

  @Test
  void goOnWhileAnotherResultIsRead() {
    try (ProcessPool pool = ProcessPool.of(1)) {
      CompletableFuture<Boolean> slow = pool.submit(() -> new Slow()).thenApply(_ -> true);
      List<CompletableFuture<Integer>> others = new ArrayList<>();
      for (int i = 0; i < CALLS; i++) {
        int number = i;
        others.add(pool.submit(() -> number).thenApply(result -> result));
      }
      for (int i = 0; i < CALLS; i++) {
        assertThat(others.get(i).join()).isEqualTo(i);
      }
      assertThat(slow).isNotDone();
      MAY_BE_READ.countDown();
      assertThat(slow.join()).isTrue();
    }
  }

  private static final class Endless implements Serializable {
    private static final long serialVersionUID = 1;

    @SuppressWarnings("InfiniteRecursion") // that is the point
    private void readObject(ObjectInputStream in) {
      throw new StackOverflowError("as of what is nested too deeply");
    }
  }

  /** Also by an error that no caller expects. */
  @Test
  void hearOfAResultThatCannotBeRead() {
    try (ProcessPool pool = ProcessPool.of(1)) {
      CompletableFuture<Boolean> endless = pool.submit(() -> new Endless()).thenApply(_ -> true);
      assertThat(pool.submit(() -> 1).thenApply(one -> one + 1).join()).isEqualTo(2);
      assertThatThrownBy(endless::join).cause().isInstanceOf(StackOverflowError.class);
    }
  }
}

package orchestrate.worker.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ProberTest {
  private static final Duration LONG = Duration.ofMinutes(10);

  /** Empty for one who is ready. */
  private final BlockingQueue<Optional<String>> answers = new LinkedBlockingQueue<>();

  private Prober start(Probe probe, Duration patience) {
    return Prober.start("test", probe, patience, lack -> answers.add(Optional.ofNullable(lack)));
  }

  /** Sees one thing after the other; the last again and again. */
  private static final class Scripted implements Probe {
    private final Deque<String> script;
    private boolean closed;

    Scripted(String... script) {
      this.script = new ArrayDeque<>(List.of(script));
    }

    @Override
    public @Nullable String lacking(Duration patience) throws IOException {
      String next = script.size() > 1 ? script.remove() : script.getFirst();
      return switch (next) {
        case "ready" -> null;
        case "broken" -> throw new IOException("it is broken");
        default -> next;
      };
    }

    @Override
    public void close() {
      closed = true;
    }
  }

  private Optional<String> answer() throws InterruptedException {
    Optional<String> answer = answers.poll(1, TimeUnit.MINUTES);
    if (answer == null) {
      throw new AssertionError("no answer");
    }
    return answer;
  }

  @Test
  void looksUntilTheServiceIsReady() throws InterruptedException {
    var probe = new Scripted("nothing", "broken", "nothing yet", "ready");
    Prober prober = start(probe, LONG);
    assertThat(answer()).isEmpty();
    prober.close();
    assertThat(probe.closed).isTrue();
    assertThat(answers).as("it is told once").isEmpty();
  }

  @Test
  void tellsWhatItHasSeenLast() throws InterruptedException {
    var probe = new Scripted("nothing", "nothing", "broken");
    try (Prober _ = start(probe, Duration.ofMillis(99))) {
      assertThat(answer()).contains("it is broken");
    }
  }

  @Test
  void looksOnceEvenIfThereIsNoTime() throws InterruptedException {
    try (Prober _ = start(new Scripted("ready"), Duration.ZERO)) {
      assertThat(answer()).isEmpty();
    }
  }

  @Test
  void saysNothingOnceItIsClosed() throws InterruptedException {
    var looking = new CountDownLatch(1);
    var over = new CountDownLatch(1);
    Probe blocked =
        new Probe() {
          @Override
          public @Nullable String lacking(Duration patience) throws IOException {
            looking.countDown();
            try {
              over.await();
            } catch (InterruptedException e) {
              throw new IOException(e);
            }
            return null;
          }

          @Override
          public void cutShort() {
            over.countDown();
          }
        };
    Prober prober = start(blocked, LONG);
    looking.await();
    prober.close();
    assertThat(answers).isEmpty();
  }
}

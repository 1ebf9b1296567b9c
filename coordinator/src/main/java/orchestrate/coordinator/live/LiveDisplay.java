package orchestrate.coordinator.live;

import static java.util.Objects.requireNonNull;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import orchestrate.config.Explanation;
import orchestrate.config.Printable;
import orchestrate.coordinator.history.EarlierTimes;
import orchestrate.coordinator.journal.RunEvent;
import orchestrate.coordinator.live.RunLoad.Load;
import orchestrate.coordinator.plan.Plan;
import orchestrate.coordinator.report.RunSummary;
import orchestrate.coordinator.run.JobRun;
import orchestrate.ipc.os.Terminal;
import orchestrate.ipc.session.Session;
import org.jspecify.annotations.Nullable;

/**
 * Shows at the foot of the terminal how a run stands, below what is printed by {@link #out}.
 *
 * <p>A thread of its own draws, at most ten times a second, so that neither a slow terminal nor one
 * that was stopped (Ctrl-S) holds up the run; it also reads what takes time to read. It begins when
 * the run has lasted for half a second: shorter ones show, and load, nothing of all this.
 */
public final class LiveDisplay {
  /** How often {@link #tick} is to be called. */
  public static final Duration TICK = Duration.ofMillis(500);

  private static final long BEGIN_AFTER_MILLIS = 500;
  private static final long BETWEEN_FRAMES_NANOS = 100_000_000;

  /** To read how an earlier run went is worth its time only if this one takes its own. */
  private static final long ASK_HISTORY_AFTER_MILLIS = 10_000;

  private static final long WAITS_EVERY_NANOS = 1_000_000_000;

  /** It reads of all processes of the machine, which takes 20 ms of a run that has just begun. */
  private static final long LOAD_EVERY_NANOS = 3_000_000_000L;

  private static final int BUFFER_BYTES = 1 << 13;
  private static final Terminal.Size USUAL_SIZE = new Terminal.Size(24, 80);

  private final Plan plan;
  private final Screen screen;
  private final PrintStream out;
  private final Frame frame;
  private final Watch watch;
  private final Object lock = new Object();
  private final RunLoad loads = new RunLoad();
  private @Nullable Thread thread;
  private @Nullable Snapshot next;
  private boolean closed;

  private volatile @Nullable Map<String, EarlierTimes.Task> earlier;

  // Of the drawing thread.
  private boolean historyAsked;
  private @Nullable Load load;
  private List<SharedWait> waits = List.of();
  private long waitsAgainAt = System.nanoTime();
  private long loadAgainAt = waitsAgainAt + LOAD_EVERY_NANOS;

  LiveDisplay(
      Plan plan,
      RunSummary summary,
      OutputStream terminal,
      Charset charset,
      Supplier<Terminal.Size> size,
      Frame frame) {
    this.plan = plan;
    this.screen = new Screen(terminal, charset, size);
    this.out =
        new PrintStream(new BufferedOutputStream(screen.text(), BUFFER_BYTES), true, charset);
    this.frame = frame;
    this.watch = new Watch(plan, summary);
  }

  /**
   * One on standard output, which must be a terminal.
   *
   * @param summary that has been told of each event before this
   * @param unicode whether the terminal can show more than ASCII
   */
  public static LiveDisplay onStandardOutput(
      Plan plan, RunSummary summary, boolean coloured, boolean unicode) {
    System.out.flush();
    return new LiveDisplay(
        plan,
        summary,
        new FileOutputStream(FileDescriptor.out),
        System.out.charset(),
        LiveDisplay::size,
        new Frame(coloured, unicode));
  }

  static Terminal.Size size() {
    return Terminal.size().filter(size -> size.rows() > 0 && size.columns() > 0).orElse(USUAL_SIZE);
  }

  /** For what is to scroll above the display. From any thread. */
  public PrintStream out() {
    return out;
  }

  /** To be told of each event of the run, on its thread. */
  public void accept(RunEvent event) {
    watch.accept(event);
  }

  /**
   * Has it drawn how things stand. To be called on the run's thread.
   *
   * @param now by the clock of the run's events
   */
  public void tick(JobRun run, Session session, long now) {
    Map<String, EarlierTimes.Task> times = earlier;
    if (times != null) {
      watch.learn(times);
      earlier = null;
    }
    if (!watch.hasRunFor(BEGIN_AFTER_MILLIS, now)) {
      return;
    }
    Snapshot snapshot = watch.snapshot(now, run.attempts(), run.lackingPermits());
    synchronized (lock) {
      next = snapshot;
      if (thread == null && !closed) {
        thread = Thread.ofPlatform().name("live").daemon().start(() -> draw(session));
      }
      lock.notifyAll();
    }
  }

  private void draw(Session session) {
    try (Caretaker _ = Caretaker.start()) {
      Snapshot shown = awaitFirst();
      while (shown != null) {
        long began = System.nanoTime();
        look(session, began);
        if (Terminal.isForeground()) {
          screen.draw(frame.paint(shown, waits, load, screen.size()));
        } else {
          screen.leave(); // It was sent to the background.
        }
        askHistory(shown);
        shown = awaitNext(shown, began + BETWEEN_FRAMES_NANOS);
      }
      end();
    } catch (IOException e) {
      // The terminal is gone, which the run is told of by SIGHUP; a PrintStream would go on, too.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      out.println("the display at the foot has ended: " + Printable.text(Explanation.of(e)));
    } finally {
      end();
    }
  }

  private void end() {
    try {
      screen.end();
    } catch (IOException e) {
      // As above: there is no terminal to be put in order.
    }
  }

  private @Nullable Snapshot awaitFirst() throws InterruptedException {
    synchronized (lock) {
      while (next == null && !closed) {
        lock.wait();
      }
      return closed ? null : take();
    }
  }

  /** The next to be drawn, not before that time: another, or the same with text above it. */
  private @Nullable Snapshot awaitNext(Snapshot shown, long notBefore) throws InterruptedException {
    synchronized (lock) {
      for (long left = notBefore - System.nanoTime();
          !closed && left > 0;
          left = notBefore - System.nanoTime()) {
        lock.wait(left / 1_000_000 + 1);
      }
      while (next == null && !closed && !screen.hasText()) {
        lock.wait(BETWEEN_FRAMES_NANOS / 1_000_000);
      }
      return closed ? null : next == null ? shown : take();
    }
  }

  private Snapshot take() {
    Snapshot taken = requireNonNull(next);
    next = null;
    return taken;
  }

  private void look(Session session, long now) {
    if (now - waitsAgainAt >= 0) {
      waits = SharedWait.in(session);
      waitsAgainAt = now + WAITS_EVERY_NANOS;
    }
    if (now - loadAgainAt >= 0) {
      load = loads.sample();
      loadAgainAt = now + LOAD_EVERY_NANOS;
    }
  }

  private void askHistory(Snapshot shown) {
    if (historyAsked || shown.millis() < ASK_HISTORY_AFTER_MILLIS) {
      return;
    }
    historyAsked = true;
    try {
      earlier = EarlierTimes.of(plan.job().directory(), plan.job().name());
    } catch (IOException e) {
      out.println("no estimate from earlier runs: " + Printable.text(Explanation.of(e)));
    }
  }

  /** Removes the display: what is printed from now on is printed at once. */
  public void close() throws InterruptedException {
    Thread drawing;
    synchronized (lock) {
      closed = true;
      drawing = thread;
      lock.notifyAll();
    }
    if (drawing != null) {
      drawing.join();
    }
    out.flush();
    end();
  }
}

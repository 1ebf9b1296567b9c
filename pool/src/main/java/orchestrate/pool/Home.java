package orchestrate.pool;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import orchestrate.ipc.channel.Doorbell;
import orchestrate.ipc.memory.MappedRegion;
import orchestrate.ipc.session.Session;
import orchestrate.ipc.session.SessionFolders;
import org.jspecify.annotations.Nullable;

/**
 * Where a pool lives: its session, its files, and the thread that starts its workers.
 *
 * <p>That thread lives as long as the pool: while a worker boots, the kernel ends it with the
 * thread that started it.
 */
final class Home {
  interface Task {
    void run() throws IOException;
  }

  private final Settings settings;
  private final ExecutorService spawner;

  /** Boots while the session is made. Of the spawner's thread alone. */
  private @Nullable Process early;

  private @Nullable IOException earlyFailure;
  private final CompletableFuture<Place> ready = new CompletableFuture<>();
  private @Nullable Session session;
  private @Nullable Doorbell bell;
  private @Nullable MappedRegion bellMemory;
  private @Nullable Thread hook;

  Home(Settings settings) {
    this.settings = settings;
    this.spawner =
        Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name(settings.name() + " spawner").factory());
    spawner.execute(this::startEarly);
  }

  private void startEarly() {
    try {
      early = settings.launch().start();
    } catch (IOException e) {
      earlyFailure = e;
    }
  }

  private Process takeEarly() throws IOException {
    if (earlyFailure != null) {
      throw earlyFailure;
    }
    Process taken = requireNonNull(early);
    early = null;
    return taken;
  }

  /**
   * Makes the session, for the pool's thread.
   *
   * @param next what is done before anybody can wait for the pool
   * @param atExit what is done when the JVM ends before the pool does
   */
  void open(Task next, Runnable atExit) throws IOException {
    try {
      SessionFolders folders =
          SessionFolders.standard(
              Path.of(System.getProperty("user.home"), ".orchestrate-sessions"));
      session = Session.create(folders.newFolder("pool"), settings.name());
      hook = new Thread(atExit, settings.name() + " end");
      Runtime.getRuntime().addShutdownHook(hook);
      openBell();
      next.run();
      ready.complete(Place.of(session.folder(), "pool"));
      folders.sweep();
    } catch (IOException | RuntimeException e) {
      ready.completeExceptionally(e);
      throw e;
    }
  }

  private synchronized void openBell() throws IOException {
    bellMemory = MappedRegion.create(Place.bell(folder()), Doorbell.BYTES);
    bell = new Doorbell(bellMemory.segment());
  }

  Place await() {
    try {
      return ready.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(
          settings.name() + " can't start: " + requireNonNull(e.getCause()).getMessage(),
          e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for " + settings.name(), e);
    }
  }

  Session session() {
    await();
    return requireNonNull(session);
  }

  Path folder() {
    return requireNonNull(session).folder();
  }

  synchronized Doorbell bell() {
    return requireNonNull(bell);
  }

  /** Wakes the pool's thread; does nothing while the pool starts, or has ended. */
  synchronized void ring() {
    if (bell != null) {
      bell.ring();
    }
  }

  WorkerLink link(int worker) throws IOException {
    return WorkerLink.create(Place.link(folder(), worker));
  }

  /** Starts a worker soon, and tells it what it is for. */
  void start(int worker, Consumer<Process> started, Consumer<IOException> failed) {
    var setup = new WorkerSetup(folder(), worker, settings.filter(), settings.initializer());
    spawner.execute(
        () -> {
          try {
            Process process = worker == 1 ? takeEarly() : settings.launch().start();
            started.accept(process);
            tell(process, setup);
          } catch (IOException e) {
            failed.accept(e);
          }
        });
  }

  private static void tell(Process process, WorkerSetup setup) {
    try (OutputStream stdin = process.getOutputStream()) {
      setup.write(stdin);
    } catch (IOException e) {
      // It has ended already: why, its exit tells.
    }
  }

  void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException("can't delete " + file, e);
    }
  }

  /** Deletes what a dead worker has left. */
  void discard(WorkerHandle worker) throws IOException {
    worker.close();
    delete(Place.link(folder(), worker.number()));
    ValueFile.deleteUnread(folder(), Place.writer(worker.number()), worker.lastValue());
  }

  /** It was never told what it is for. */
  private void dismissEarly() {
    if (early != null) {
      early.destroyForcibly();
    }
  }

  /** May be called by the pool's thread and at the JVM's end at once; the first one closes it. */
  synchronized void close() {
    if (spawner.isShutdown()) {
      return;
    }
    ready.completeExceptionally(new IllegalStateException(settings.name() + " has ended"));
    spawner.execute(this::dismissEarly);
    spawner.shutdown();
    if (session == null) {
      return;
    }
    try {
      bell = null;
      requireNonNull(bellMemory).close();
      session.close();
    } catch (IOException e) {
      throw new UncheckedIOException("can't delete the folder of " + settings.name(), e);
    } finally {
      session = null;
    }
    if (!Thread.currentThread().equals(hook)) {
      removeHook();
    }
  }

  private void removeHook() {
    try {
      Runtime.getRuntime().removeShutdownHook(requireNonNull(hook));
    } catch (IllegalStateException jvmEnds) {
      // It has nothing to do any more.
    }
  }
}

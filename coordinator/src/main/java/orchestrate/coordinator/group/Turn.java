package orchestrate.coordinator.group;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import orchestrate.config.Concurrency;
import orchestrate.config.read.Durations;
import orchestrate.coordinator.pool.Remains;
import orchestrate.coordinator.report.Format;
import orchestrate.ipc.participant.Participant;
import orchestrate.ipc.session.Session;
import orchestrate.ipc.session.SessionFolders;
import orchestrate.ipc.sync.LockSpec;
import orchestrate.ipc.sync.SharedLock;

/**
 * A run's turn in its group: a lock in a session of all runs of this user, in the order in which
 * they came. It ends with {@link #close}, or with this process, however that ends.
 *
 * <p>For one thread.
 */
public final class Turn implements AutoCloseable {
  private final Session session;
  private final SharedLock lock;
  private final Concurrency wanted;
  private final Consumer<String> say;
  private long waitedNanos;

  private Turn(Session session, SharedLock lock, Concurrency wanted, Consumer<String> say) {
    this.session = session;
    this.lock = lock;
    this.wanted = wanted;
    this.say = say;
  }

  /**
   * Waits for it.
   *
   * @param say tells the user whom it waits for
   * @param beforeWaiting is done if it has to wait
   * @throws GroupTakenException if it does not come in time
   */
  public static Turn await(Concurrency wanted, Consumer<String> say, Runnable beforeWaiting)
      throws IOException, InterruptedException, GroupTakenException {
    Turn turn = join(wanted, say);
    try {
      if (!turn.lock.tryLock(Duration.ZERO)) { // not before those who wait
        turn.await(beforeWaiting);
      }
      turn.awaitEndOfDead();
      return turn;
    } catch (IOException | InterruptedException | GroupTakenException | RuntimeException e) {
      turn.close();
      throw e;
    }
  }

  private static Turn join(Concurrency wanted, Consumer<String> say) throws IOException {
    Session session = Session.openOrCreate(folder(), "run");
    try {
      return new Turn(session, session.lock(wanted.group(), LockSpec.inOrder()), wanted, say);
    } catch (RuntimeException e) {
      session.close();
      throw e;
    }
  }

  /** The same for all processes of this user, also those that cron has started. */
  private static Path folder() throws IOException {
    Path fallback = Path.of(System.getProperty("user.home"), ".orchestrate-sessions");
    return SessionFolders.whateverTheEnvironment(fallback).base().resolve("groups");
  }

  private void await(Runnable beforeWaiting)
      throws IOException, InterruptedException, GroupTakenException {
    checkIsNotWithin();
    long begin = System.nanoTime();
    Duration wait = wanted.patience();
    if (wait == null || wait.isPositive()) {
      int before = lock.waiting().size();
      say.accept(
          "the group %s is taken: waiting %sfor %s%s"
              .formatted(
                  wanted.group(),
                  wait == null ? "" : "up to " + Durations.text(wait) + " ",
                  holder(),
                  before == 0 ? "" : "; %d before this one".formatted(before)));
      beforeWaiting.run();
    }
    if (wait == null) {
      lock.lockInterruptibly();
    } else if (!lock.tryLock(wait)) {
      throw new GroupTakenException(
          "the group %s is taken by %s%s"
              .formatted(
                  wanted.group(),
                  holder(),
                  wait.isPositive() ? "; waited " + Durations.text(wait) : ""),
          false);
    }
    waitedNanos = System.nanoTime() - begin;
    say.accept(
        "the group %s is free: going on after %s"
            .formatted(wanted.group(), Format.duration(waitedNanos / 1_000_000)));
  }

  /** Whose turn it is. */
  public String group() {
    return wanted.group();
  }

  /** How long it had to be waited for; 0 if not at all. */
  public long waitedNanos() {
    return waitedNanos;
  }

  /** A run that a task of the holder has started would wait for itself. */
  private void checkIsNotWithin() throws IOException, GroupTakenException {
    Optional<Participant> owner = lock.owner();
    if (owner.isEmpty()) {
      return;
    }
    Optional<ProcessHandle> above = ProcessHandle.current().parent();
    while (above.isPresent()) {
      if (above.get().pid() == owner.get().pid()) {
        throw new GroupTakenException(
            "the group %s is taken by %s; this run is part of that one, and would wait for itself"
                .formatted(wanted.group(), holder()),
            true);
      }
      above = above.get().parent();
    }
  }

  private String holder() throws IOException {
    Optional<Participant> owner = lock.owner();
    if (owner.isEmpty()) {
      return "a run that has just ended";
    }
    int pid = owner.get().pid();
    return Holder.read(record(), pid)
        .map(Holder::describe)
        .orElse("a run that is just beginning (pid %d)".formatted(pid));
  }

  /** The lock is free as soon as a run was killed; what that has started ends a moment later. */
  private void awaitEndOfDead() throws IOException, InterruptedException {
    Optional<Participant> dead = lock.abandonedBy();
    if (dead.isPresent()) {
      Optional<Holder> run = Holder.read(record(), dead.get().pid());
      if (run.isPresent()) {
        say.accept(
            "run %s (pid %d), which had the group %s, was killed"
                .formatted(run.get().run(), run.get().pid(), wanted.group()));
        new Remains(run.get().run(), List.of(run.get().session())).awaitEnd();
      }
      lock.markConsistent();
    }
  }

  /**
   * Says who has it.
   *
   * @param run its id
   * @param sinceMillis when it began, as the time of day
   * @param file its job file
   * @param ofRun the run's own session
   */
  public void takenBy(String run, long sinceMillis, Path file, Session ofRun) throws IOException {
    new Holder(
            ProcessHandle.current().pid(),
            run,
            sinceMillis,
            ofRun.folder().toAbsolutePath(),
            file.toAbsolutePath().normalize())
        .write(record());
  }

  /** An object's file has no dot in its name. */
  private Path record() {
    String name = wanted.group().replace('/', ' ');
    return session.folder().resolve("run." + name);
  }

  @Override
  public void close() throws IOException {
    try (session) {
      if (lock.isHeldByCurrentThread()) {
        if (lock.abandonedBy().isEmpty()) {
          Files.deleteIfExists(record()); // else the next one needs it
        }
        lock.unlock(); // to leave with it would look like a death
      }
    }
  }
}

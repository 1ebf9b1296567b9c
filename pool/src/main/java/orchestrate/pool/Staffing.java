package orchestrate.pool;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;

/** Starts workers when there is work for them, and ends those of no use any more. */
final class Staffing {
  private static final Duration ENDING_PATIENCE = Duration.ofSeconds(2);

  private final ReentrantLock lock;
  private final Agenda agenda;
  private final Home home;
  private final Crew crew;
  private final Losses losses;

  /** Guarded by the lock. */
  private int made;

  Staffing(ReentrantLock lock, Agenda agenda, Home home, Crew crew, Losses losses) {
    this.lock = lock;
    this.agenda = agenda;
    this.home = home;
    this.crew = crew;
    this.losses = losses;
  }

  /** Starts so many, soon. To be called under the lock. */
  void add(int workers) throws IOException {
    for (int i = 0; i < workers; i++) {
      add();
    }
  }

  private void add() throws IOException {
    int number = ++made;
    var worker = new WorkerHandle(number, home.link(number));
    crew.add(worker);
    home.start(
        number,
        process -> {
          lock.lock();
          try {
            worker.started(process);
          } finally {
            lock.unlock();
          }
          var _ =
              process
                  .onExit()
                  .thenAccept(gone -> agenda.post(() -> losses.ended(worker, gone.exitValue())));
        },
        failure -> agenda.post(() -> losses.notStarted(worker, failure)));
  }

  /**
   * Ends those that have no call and retire, or all of them. To be called under the lock.
   *
   * @param all the pool has nothing more to do
   */
  void endIdle(boolean all) {
    for (WorkerHandle worker : crew) {
      if (worker.load() == 0 && !worker.isEnding() && (all || worker.isRetiring())) {
        worker.end();
        if (worker.isUp()) {
          agenda.after(ENDING_PATIENCE, () -> worker.kill("it did not end when it was to"));
        } else {
          worker.kill("it was not needed any more");
        }
      }
    }
  }
}

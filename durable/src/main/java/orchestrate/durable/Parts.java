package orchestrate.durable;

import java.io.IOException;
import java.nio.file.Path;
import orchestrate.ipc.participant.Participant;
import orchestrate.ipc.queue.Codec;
import orchestrate.ipc.session.Session;
import orchestrate.ipc.sync.SharedCounter;
import org.jspecify.annotations.Nullable;

/** What an open queue is made of. */
final class Parts<E> {
  final ControlFile control;
  final ElementFiles files;
  final Signals signals;
  final Waiting waiting;
  final Appender<E> appender;
  final Browser<E> browser;
  final @Nullable Tasks tasks;
  final @Nullable Taker<E> taker;

  private Parts(
      Session session, Path folder, ControlFile control, Codec<E> codec, DurableSettings settings)
      throws IOException {
    this.control = control;
    this.files = new ElementFiles(folder, control);
    this.signals = Signals.of(control);
    this.waiting = new Waiting(folder, control, signals);
    String lockName = "durable-%016x-".formatted(control.id());
    OwnerLock appending =
        new OwnerLock(
            permit(session, lockName + "append"), control.segment(), ControlFile.APPENDER);
    this.appender = new Appender<>(files, control, appending, codec, settings.durability());
    Consumer consumer = null;
    if (settings.consumer().isPresent()) {
      consumer = enter(session, folder, lockName, settings.consumer().get());
    }
    if (consumer == null) {
      this.tasks = null;
      this.taker = null;
    } else {
      this.tasks = consumer.position instanceof Tasks those ? those : null;
      this.taker =
          new Taker<>(
              control,
              permit(session, lockName + "take-" + consumer.number),
              consumer.position,
              new ElementReader<>(files, codec),
              settings);
    }
    Position position = consumer == null ? null : consumer.position;
    this.browser = new Browser<>(control, position, new ElementReader<>(files, codec));
  }

  private record Consumer(int number, Position position) {}

  /** Opens or makes the queue in that folder. */
  static <E> Parts<E> open(Session session, Path folder, Codec<E> codec, DurableSettings settings)
      throws IOException {
    ControlFile control = QueueFolder.open(session, folder, codec.name(), settings);
    try {
      return new Parts<>(session, folder, control, codec, settings);
    } catch (IOException | RuntimeException e) {
      control.close();
      throw e;
    }
  }

  /** One that was killed may have put or taken something and woken nobody. */
  void onDeath(Participant dead) {
    waiting.ifOpen(
        () -> {
          if (tasks != null) {
            tasks.onDeath(dead);
          }
          signals.raiseAll();
        });
  }

  /** Ends all waits, and lets go of everything. */
  void close() throws IOException {
    waiting.close(
        () -> {
          try (control;
              appender) {
            browser.close();
            if (taker != null) {
              taker.close();
            }
            if (tasks != null) {
              tasks.close();
            }
          }
        });
  }

  private Permit permit(Session session, String name) {
    return new Permit(session.semaphore(name, 1), waiting::isClosed);
  }

  private Consumer enter(Session session, Path folder, String lockName, String name)
      throws IOException {
    Consumer[] entered = new Consumer[1];
    try {
      appender.exclusively(
          () -> {
            if (!Place.isKnown(control, name)) {
              TaskFile.delete(folder, name); // of one that was forgotten
            }
            Place place = Place.of(control, folder, name);
            Position position = place;
            if (control.joinable()) {
              TaskFile file = TaskFile.openOrCreate(folder, name);
              SharedCounter opened = session.counter(lockName + "tasks-" + place.consumer());
              if (opened.get() == 0) {
                file.releaseAll(); // those who had it were of another session
                opened.set(1);
              }
              position = new Tasks(control, place, file, signals, session);
            }
            entered[0] = new Consumer(place.consumer(), position);
          });
      return entered[0];
    } catch (IOException | RuntimeException e) {
      appender.close();
      throw e;
    }
  }
}

package orchestrate.coordinator.run;

import java.util.List;
import java.util.function.Consumer;
import sun.misc.Signal;

/** The signals that ask a run to end. */
@SuppressWarnings("sunapi") // There is no other way to hear a signal and go on.
public final class Signals implements AutoCloseable {
  /** A signal that ends a run, and how the run's process ends for it. */
  public enum Stop {
    INT(130),
    TERM(143),
    HUP(129);

    private final int exitCode;

    Stop(int exitCode) {
      this.exitCode = exitCode;
    }

    /** 128 and the signal's number, as a shell reports it. */
    public int exitCode() {
      return exitCode;
    }

    /** Its usual name. */
    public String signalName() {
      return "SIG" + name();
    }
  }

  private record Former(Signal signal, sun.misc.SignalHandler handler) {}

  private final List<Former> former;

  private Signals(List<Former> former) {
    this.former = former;
  }

  /** From now on the handler is told of each signal, on a thread of the JVM. */
  public static Signals handle(Consumer<Stop> handler) {
    return new Signals(
        List.of(Stop.values()).stream()
            .map(
                stop -> {
                  var signal = new Signal(stop.name());
                  return new Former(signal, Signal.handle(signal, s -> handler.accept(stop)));
                })
            .toList());
  }

  /** Back to what it was. */
  @Override
  public void close() {
    former.forEach(f -> Signal.handle(f.signal, f.handler));
  }
}

package orchestrate.coordinator.run;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandleProxies;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The signals that ask a run to end.
 *
 * <p>Java's own answer to a signal, its shutdown hooks, can't be told of a second one. Only {@code
 * sun.misc.Signal} can, which every JDK exports; it is called by reflection because the compiler
 * warns of its name in a way that can't be silenced.
 */
public final class Signals implements AutoCloseable {
  /** A signal that ends a run, and how the run's process ends for it. */
  public enum Stop {
    INT(2),
    TERM(15),
    HUP(1);

    private final int number;

    Stop(int number) {
      this.number = number;
    }

    /** What the kernel calls it. */
    public int number() {
      return number;
    }

    /** 128 and the signal's number, as a shell reports it. */
    public int exitCode() {
      return 128 + number;
    }

    /** Its usual name. */
    public String signalName() {
      return "SIG" + name();
    }
  }

  private record Former(Object signal, Object handler) {}

  private final Class<?> signalClass;
  private final Class<?> handlerClass;
  private final Method handle;
  private final List<Former> former = new ArrayList<>();
  private final List<Stop> early = new ArrayList<>();
  private @Nullable Consumer<Stop> receiver;

  private Signals() throws ReflectiveOperationException {
    signalClass = Class.forName("sun.misc.Signal");
    handlerClass = Class.forName("sun.misc.SignalHandler");
    handle = signalClass.getMethod("handle", signalClass, handlerClass);
  }

  /** From now on the signals no longer end this process; {@link #deliverTo} says what they do. */
  public static Signals handle() {
    try {
      var signals = new Signals();
      for (Stop stop : Stop.values()) {
        signals.handle(stop, signals::arrived);
      }
      return signals;
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("this JDK has no sun.misc.Signal", e);
    }
  }

  /**
   * From now on the receiver is told of each signal, on a thread of the JVM; of earlier ones now.
   */
  public synchronized void deliverTo(Consumer<Stop> receiver) {
    this.receiver = receiver;
    early.forEach(receiver);
    early.clear();
  }

  private synchronized void arrived(Stop stop) {
    if (receiver == null) {
      early.add(stop);
    } else {
      receiver.accept(stop);
    }
  }

  private void handle(Stop stop, Consumer<Stop> handler) throws ReflectiveOperationException {
    Object signal = signalClass.getConstructor(String.class).newInstance(stop.name());
    MethodHandle tell =
        MethodHandles.publicLookup()
            .findVirtual(Consumer.class, "accept", MethodType.methodType(void.class, Object.class));
    MethodHandle onSignal =
        MethodHandles.dropArguments(
            MethodHandles.insertArguments(tell, 0, handler, stop), 0, signalClass);
    Object proxy = MethodHandleProxies.asInterfaceInstance(handlerClass, onSignal);
    former.add(new Former(signal, handle.invoke(null, signal, proxy)));
  }

  /** Back to what it was. */
  @Override
  public void close() {
    try {
      for (Former f : former) {
        handle.invoke(null, f.signal, f.handler);
      }
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }
}

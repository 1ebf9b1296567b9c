package orchestrate.ipc.crash.step;

import org.jspecify.annotations.Nullable;

/** Called before every access by the classes that {@link SteppingLoader} loads. */
public final class Steps {
  /** Inherited, so that a life has all the threads that its threads start. */
  private static final InheritableThreadLocal<@Nullable Life> LIFE = new InheritableThreadLocal<>();

  private Steps() {}

  /** The calling thread, and those it starts from now on, are part of that life, or of none. */
  public static void belongTo(@Nullable Life life) {
    LIFE.set(life);
  }

  public static void step(String access) {
    Life life = LIFE.get();
    if (life != null) {
      life.step(access);
    }
  }
}

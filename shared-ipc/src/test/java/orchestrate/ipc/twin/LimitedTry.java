package orchestrate.ipc.twin;

import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.List;
import net.jqwik.api.lifecycle.AroundTryHook;
import net.jqwik.api.lifecycle.PropagationMode;
import net.jqwik.api.lifecycle.TryExecutionResult;
import net.jqwik.api.lifecycle.TryExecutor;
import net.jqwik.api.lifecycle.TryLifecycleContext;

/** A property has no time limit of its own: a try that hangs would hang for ever. */
final class LimitedTry implements AroundTryHook {
  private static final Duration LIMIT = Duration.ofMinutes(5);

  @Override
  public TryExecutionResult aroundTry(
      TryLifecycleContext context, TryExecutor oneTry, List<Object> parameters) {
    try {
      return assertTimeoutPreemptively(LIMIT, () -> oneTry.execute(parameters));
    } catch (AssertionError hangs) {
      return TryExecutionResult.falsified(hangs);
    }
  }

  @Override
  public PropagationMode propagateTo() {
    return PropagationMode.ALL_DESCENDANTS;
  }
}

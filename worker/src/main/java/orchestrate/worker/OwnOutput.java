package orchestrate.worker;

import java.util.function.Supplier;
import orchestrate.worker.mask.Mask;
import orchestrate.worker.process.Kernel;
import orchestrate.worker.process.MaskedOutput;
import org.jspecify.annotations.Nullable;

/**
 * What this process prints outside of any attempt, and what programs print that a Java task starts
 * with our streams: it goes to the worker's own log. Thread-safe.
 */
final class OwnOutput {
  private static final int STDOUT = 1;

  private static @Nullable MaskedOutput masked;

  private OwnOutput() {}

  /** From now on secrets are masked in it. */
  static synchronized void mask(Supplier<Mask> masks) {
    masked = MaskedOutput.to(Kernel.copy(STDOUT), masks);
    masked.becomeOutput();
    Runtime.getRuntime().addShutdownHook(new Thread(OwnOutput::end, "last output"));
  }

  /** This process is about to end: what it has printed is in the log when this returns. */
  static synchronized void end() {
    if (masked != null) {
      masked.end();
      masked = null;
    }
  }
}

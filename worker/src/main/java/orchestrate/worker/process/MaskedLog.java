package orchestrate.worker.process;

import java.io.IOException;
import java.nio.file.Path;
import orchestrate.worker.mask.Mask;

/** A log of its own for one command, with secrets masked in it. */
final class MaskedLog {
  private final int file;
  private final MaskedOutput output;

  /**
   * @param log is there
   */
  MaskedLog(Path log, Mask mask) throws IOException {
    file = Kernel.openForAppending(log);
    output = MaskedOutput.to(file, () -> mask);
  }

  /** The end to write into, in this process. */
  int descriptor() {
    return output.descriptor();
  }

  /** The command has it, or could not be started: then this has ended. */
  void started(boolean well) {
    output.closeOurEnd();
    if (!well) {
      end();
    }
  }

  /** The command has ended. Returns when the log is whole. */
  void end() {
    try {
      output.end();
    } finally {
      Kernel.close(file);
    }
  }
}

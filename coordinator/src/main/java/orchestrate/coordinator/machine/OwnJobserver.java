package orchestrate.coordinator.machine;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import orchestrate.ipc.os.Fifo;

/**
 * The GNU jobserver for what runs below us: a named pipe with a token for each slot but one. The
 * run takes its own from there as well, so its tasks and what they build in parallel share the
 * slots.
 *
 * <p>A build that is killed takes its tokens with it: the protocol doesn't know whose they were. So
 * when nothing runs that could have one, there are made to be as many as at first.
 */
final class OwnJobserver implements AutoCloseable {
  /** A pipe has room for more in any case. */
  private static final int MAX_TOKENS = 4000;

  private final Path fifo;
  private final int nominal;
  private final PipeTokens tokens;
  private final FileInputStream view;

  private OwnJobserver(Path fifo, int nominal, PipeTokens tokens, FileInputStream view) {
    this.fifo = fifo;
    this.nominal = nominal;
    this.tokens = tokens;
    this.view = view;
  }

  static OwnJobserver create(Path fifo, int slots) throws IOException {
    if (fifo.toString().matches(".*\\s.*")) {
      throw new IOException(
          "MAKEFLAGS can't name a path with a space in it: %s; set XDG_RUNTIME_DIR to another folder"
              .formatted(fifo));
    }
    Fifo.make(fifo);
    PipeTokens tokens = PipeTokens.open(fifo);
    try {
      int nominal = Math.min(slots - 1, MAX_TOKENS);
      tokens.add(nominal);
      return new OwnJobserver(fifo, nominal, tokens, new FileInputStream(fifo.toFile()));
    } catch (IOException | RuntimeException e) {
      tokens.close();
      throw e;
    }
  }

  /** A further access to the tokens. */
  TokenPool open() throws IOException {
    return PipeTokens.open(fifo);
  }

  /** What tells those below us of it. */
  String address() {
    return ParentJobserver.Address.ofFifo(fifo);
  }

  /**
   * Replaces tokens that are lost. To be called when nothing below us can have one.
   *
   * @param held how many we have taken
   * @param asking whether we may have one more; then there may be one too many afterwards, until
   *     the next time
   */
  void mend(int held, boolean asking) {
    try {
      int lost = nominal - held - view.available();
      if (lost > 0) {
        tokens.add(lost);
      } else if (lost < 0 && !asking) {
        view.skipNBytes(-lost);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("can't use the jobserver " + fifo, e);
    }
  }

  @Override
  public void close() throws IOException {
    try (tokens) {
      view.close();
    }
  }
}

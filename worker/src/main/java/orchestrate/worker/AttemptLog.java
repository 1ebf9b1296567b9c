package orchestrate.worker;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;
import orchestrate.ipc.os.OwnerOnly;
import orchestrate.worker.mask.Masking;
import org.jspecify.annotations.Nullable;

/**
 * The log of one attempt. The file is made when the first byte is written, so that silent tasks
 * leave none; and nothing is held back, so that a worker that dies has told all: but for what may
 * be the beginning of a secret, in a worker that was told of some.
 *
 * <p>Thread-safe. What a thread writes that has outlived its task is lost: there is no attempt any
 * more to tell it of.
 */
final class AttemptLog extends OutputStream {
  private final Supplier<Path> file;
  private @Nullable OutputStream stream;
  private @Nullable Masking masking;
  private boolean closed;

  /**
   * @param file is asked for when it is made
   */
  AttemptLog(Supplier<Path> file) {
    this.file = file;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public synchronized void write(byte[] bytes, int offset, int length) throws IOException {
    if (closed) {
      return;
    }
    if (masking == null && KnownSecrets.mask() == null) {
      append(bytes, offset, length);
      return;
    }
    if (masking == null) {
      masking = new Masking(KnownSecrets::known);
    }
    masking.feed(bytes, offset, length, this::append);
  }

  private void append(byte[] bytes, int offset, int length) throws IOException {
    if (stream == null) {
      stream = open(file.get());
    }
    stream.write(bytes, offset, length);
  }

  /** Not a channel: an interrupted task may still print. */
  private static OutputStream open(Path file) throws IOException {
    if (!Files.exists(file)) {
      Files.createDirectories(file.getParent(), OwnerOnly.FOLDER); // that of a subtask is its own
      Files.createFile(file, OwnerOnly.FILE);
    }
    return new FileOutputStream(file.toFile(), true);
  }

  @Override
  public synchronized void close() throws IOException {
    closed = true;
    if (masking != null) {
      masking.finish(this::append);
    }
    if (stream != null) {
      stream.close();
    }
  }
}

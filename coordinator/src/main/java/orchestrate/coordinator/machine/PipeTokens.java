package orchestrate.coordinator.machine;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/**
 * The tokens of a GNU jobserver: bytes in a pipe. To take one is to read a byte, to give it back to
 * write the same byte.
 *
 * <p>The pipe is opened anew, so whether others read it blocking or not is theirs to choose, and
 * for reading and writing, so that opening waits for nobody and there is never an end of file. If
 * another is quicker to read, the read goes on waiting, in the thread that does nothing else.
 */
final class PipeTokens implements TokenPool {
  private final FileChannel in;
  private final FileChannel out;

  private PipeTokens(FileChannel in, FileChannel out) {
    this.in = in;
    this.out = out;
  }

  static PipeTokens open(Path pipe) throws IOException {
    FileChannel in = FileChannel.open(pipe, READ, WRITE);
    try {
      // A channel of its own: one that reads can't write before it has read something.
      return new PipeTokens(in, FileChannel.open(pipe, READ, WRITE));
    } catch (IOException e) {
      in.close();
      throw e;
    }
  }

  @Override
  public Token take() throws IOException, InterruptedException {
    ByteBuffer token = ByteBuffer.allocate(1);
    try {
      if (in.read(token) < 0) {
        throw new EOFException("the jobserver's pipe is closed");
      }
    } catch (ClosedByInterruptException e) {
      if (token.hasRemaining()) {
        throw (InterruptedException) new InterruptedException().initCause(e);
      }
      // It came all the same, and whoever asked has it to give back.
    }
    return () -> put(token.rewind());
  }

  /** Adds tokens that were not there before. */
  void add(int count) {
    put(ByteBuffer.wrap("+".repeat(count).getBytes(US_ASCII)));
  }

  private void put(ByteBuffer tokens) {
    try {
      while (tokens.hasRemaining()) {
        int _ = out.write(tokens);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("can't give tokens back to the jobserver", e);
    }
  }

  @Override
  public void close() throws IOException {
    try (in) {
      out.close();
    }
  }
}

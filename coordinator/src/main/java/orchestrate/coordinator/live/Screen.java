package orchestrate.coordinator.live;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import orchestrate.ipc.os.Terminal;
import org.jspecify.annotations.Nullable;

/**
 * A terminal with lines that scroll and, below them, a frame that is drawn again and again.
 *
 * <p>Between two frames the cursor stands at the beginning of the frame's first line, which is
 * empty. So all that has to be known to remove a frame is that it is below the cursor: however the
 * terminal has wrapped its lines when its window became narrower, whatever was typed meanwhile
 * (that goes to the empty line), and whoever does it, such as the guard of a run that was killed.
 * The cursor is never hidden, so nobody has to bring it back.
 *
 * <p>Text may come from any thread; frames and the end from one. Until the first frame text passes
 * at once. From then on it waits for the next frame, with which it goes out in one piece. If the
 * terminal doesn't take it, whoever prints waits when {@value #MOST_WAITING} bytes have come
 * together.
 */
final class Screen {
  /** More than a terminal shows in the time between two frames. */
  private static final int MOST_WAITING = 1 << 20;

  // The terminal shows what is between these at once (DEC mode 2026), if it knows them.
  private static final String BEGIN = "\033[?2026h";
  private static final String END = "\033[?2026l";
  private static final String ERASE_TO_END_OF_LINE = "\033[K";
  private static final String ERASE_BELOW = "\033[J";

  // A line whose characters the terminal takes for wider than we do must not take a second row.
  private static final String CUT_LINES = "\033[?7l";
  private static final String WRAP_LINES = "\033[?7h";

  /** What removes a frame, wherever it comes from. */
  static final String REMOVE_FRAME = WRAP_LINES + ERASE_BELOW;

  private final OutputStream terminal;
  private final Charset charset;
  private final Supplier<Terminal.Size> size;
  private final Object lock = new Object();
  private ByteArrayOutputStream waiting = new ByteArrayOutputStream();

  /** How many of the waiting bytes make whole lines. */
  private int wholeLines;

  private boolean framed;
  private boolean lost;
  private Terminal.@Nullable Size drawnAt;

  /**
   * @param terminal takes each piece in one write
   */
  Screen(OutputStream terminal, Charset charset, Supplier<Terminal.Size> size) {
    this.terminal = terminal;
    this.charset = charset;
    this.size = size;
  }

  /** For text, which scrolls. */
  OutputStream text() {
    return new OutputStream() {
      @Override
      public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
      }

      @Override
      public void write(byte[] bytes, int start, int count) throws IOException {
        print(bytes, start, count);
      }

      @Override
      public void flush() throws IOException {
        synchronized (lock) {
          if (!framed) {
            terminal.flush();
          }
        }
      }
    };
  }

  private void print(byte[] bytes, int start, int count) throws IOException {
    synchronized (lock) {
      while (framed && !lost && wholeLines > MOST_WAITING) {
        await();
      }
      if (!framed) {
        terminal.write(bytes, start, count);
        return;
      }
      if (lost) {
        return; // Nobody can read it, and it would come together without end.
      }
      int before = waiting.size();
      waiting.write(bytes, start, count);
      for (int i = start + count - 1; i >= start; i--) {
        if (bytes[i] == '\n') {
          wholeLines = before + i + 1 - start;
          break;
        }
      }
    }
  }

  private void await() throws IOException {
    try {
      lock.wait();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while the terminal took nothing", e);
    }
  }

  /** Whether there is text that the next frame would show. */
  boolean hasText() {
    synchronized (lock) {
      return wholeLines > 0;
    }
  }

  Terminal.Size size() {
    return size.get();
  }

  /**
   * Shows these lines at the foot, in place of those before, and above them the text that waits.
   *
   * @param lines each narrower than the terminal, and fewer than it has rows, less one
   */
  void draw(List<String> lines) throws IOException {
    Terminal.Size now = size.get();
    boolean resized = drawnAt != null && !drawnAt.equals(now);
    drawnAt = now;
    var out = new ByteArrayOutputStream(1 << 12);
    put(out, BEGIN + "\r");
    if (resized) {
      put(out, ERASE_BELOW);
    }
    scroll(takeWholeLines(), out);
    put(out, CUT_LINES + ERASE_TO_END_OF_LINE);
    for (String line : lines) {
      put(out, "\r\n" + line + ERASE_TO_END_OF_LINE);
    }
    put(out, ERASE_BELOW + WRAP_LINES + "\r");
    if (!lines.isEmpty()) {
      put(out, "\033[" + lines.size() + "A");
    }
    put(out, END);
    send(out.toByteArray());
  }

  /** The old frame is overwritten, not removed: an older terminal would flicker. */
  private static void scroll(byte[] text, ByteArrayOutputStream out) {
    for (byte each : text) {
      if (each == '\n') {
        out.writeBytes((ERASE_TO_END_OF_LINE + "\r\n").getBytes(US_ASCII));
      } else {
        out.write(each);
      }
    }
  }

  /** Removes the frame; from now on text passes at once again, up to the next frame. */
  void end() throws IOException {
    end("\r" + REMOVE_FRAME);
  }

  /** The same, but the terminal is somebody else's now: the frame is left as it is. */
  void leave() throws IOException {
    end("");
  }

  private void end(String first) throws IOException {
    synchronized (lock) {
      if (!framed) {
        return;
      }
      var out = new ByteArrayOutputStream();
      put(out, first);
      scroll(waiting.toByteArray(), out);
      waiting = new ByteArrayOutputStream();
      wholeLines = 0;
      send(out.toByteArray());
      framed = false;
      lock.notifyAll();
    }
  }

  private byte[] takeWholeLines() {
    synchronized (lock) {
      framed = true;
      byte[] all = waiting.toByteArray();
      waiting = new ByteArrayOutputStream();
      waiting.write(all, wholeLines, all.length - wholeLines);
      byte[] lines = Arrays.copyOf(all, wholeLines);
      wholeLines = 0;
      lock.notifyAll();
      return lines;
    }
  }

  private void send(byte[] bytes) throws IOException {
    try {
      terminal.write(bytes);
      terminal.flush();
    } catch (IOException e) {
      synchronized (lock) {
        lost = true;
        lock.notifyAll();
      }
      throw e;
    }
  }

  private void put(ByteArrayOutputStream out, String text) {
    out.writeBytes(text.getBytes(charset));
  }
}

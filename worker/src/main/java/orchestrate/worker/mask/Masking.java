package orchestrate.worker.mask;

import java.io.IOException;
import java.util.Arrays;
import java.util.function.Supplier;

/**
 * A stream in which secrets are masked as it goes by, in whatever pieces it comes. Each run of
 * bytes that belong to a secret becomes {@code ***}, whatever its length.
 *
 * <p>Held back is only what may be the beginning of a secret, until it turns out not to be one or
 * the stream ends; never because time has passed. Not thread-safe.
 */
public final class Masking {
  private static final byte[] STARS = {'*', '*', '*'};

  /** So much is looked through before some is let go. */
  private static final int PIECE = 1 << 13;

  /** Where the masked stream goes. */
  @FunctionalInterface
  public interface Sink {
    /**
     * Takes some bytes, which are its own only until it returns.
     *
     * @throws IOException if it can't; what it was given is lost then
     */
    void write(byte[] bytes, int offset, int length) throws IOException;
  }

  private final Supplier<Mask> masks;
  private Mask mask;
  private int state = Mask.START;

  /** What was not let go yet. */
  private byte[] held = new byte[256];

  private int count;

  /** Ranges of it that are to be masked, from the first to the last; they don't touch. */
  private int[] from = new int[4];

  private int[] to = new int[4];
  private int ranges;

  /** Whether what was let go last was masked. */
  private boolean inMask;

  private byte[] out = new byte[256];
  private int outCount;

  /**
   * @param masks what is looked for; asked for each piece, since there may be more to look for by
   *     then
   */
  public Masking(Supplier<Mask> masks) {
    this.masks = masks;
    this.mask = masks.get();
  }

  /**
   * Takes the next piece.
   *
   * @throws IOException if some could not be written; the rest was, as far as it could
   */
  public void feed(byte[] bytes, int offset, int length, Sink sink) throws IOException {
    Mask now = masks.get();
    if (now != mask) {
      finish(sink);
      mask = now;
    }
    IOException failure = null;
    for (int done = 0; done < length; done += PIECE) {
      look(bytes, offset + done, Math.min(PIECE, length - done));
      try {
        letGo(count - mask.open(state), sink);
      } catch (IOException e) {
        failure = e; // A gap before the next piece would hide what begins in this one.
      }
    }
    if (failure != null) {
      throw failure;
    }
  }

  /** The stream has ended: nothing is held back any more. Another may begin. */
  public void finish(Sink sink) throws IOException {
    state = Mask.START;
    letGo(count, sink);
    inMask = false;
  }

  private void look(byte[] bytes, int offset, int length) {
    if (count + length > held.length) {
      held = Arrays.copyOf(held, Math.max(count + length, 2 * held.length));
    }
    System.arraycopy(bytes, offset, held, count, length);
    for (int end = count + length; count < end; ) {
      state = mask.step(state, held[count++]);
      int found = mask.found(state);
      if (found > 0) {
        add(count - found);
      }
    }
  }

  /** All from there on is to be masked. */
  private void add(int start) {
    int merged = start;
    while (ranges > 0 && to[ranges - 1] >= merged) {
      merged = Math.min(merged, from[--ranges]);
    }
    if (ranges == from.length) {
      from = Arrays.copyOf(from, 2 * ranges);
      to = Arrays.copyOf(to, 2 * ranges);
    }
    from[ranges] = merged;
    to[ranges++] = count;
  }

  private void letGo(int until, Sink sink) throws IOException {
    outCount = 0;
    int range = 0;
    for (int at = 0; at < until; ) {
      boolean masked = range < ranges && from[range] <= at;
      int end = Math.min(until, range == ranges ? until : masked ? to[range] : from[range]);
      if (!masked) {
        put(held, at, end - at);
      } else if (!inMask) {
        put(STARS, 0, STARS.length);
      }
      inMask = masked;
      at = end;
      if (masked && to[range] <= until) {
        range++;
      }
    }
    forget(until, range);
    if (outCount > 0) {
      sink.write(out, 0, outCount);
    }
  }

  private void forget(int bytes, int wholeRanges) {
    System.arraycopy(held, bytes, held, 0, count - bytes);
    count -= bytes;
    for (int range = wholeRanges; range < ranges; range++) {
      from[range - wholeRanges] = Math.max(0, from[range] - bytes);
      to[range - wholeRanges] = to[range] - bytes;
    }
    ranges -= wholeRanges;
  }

  private void put(byte[] bytes, int offset, int length) {
    if (outCount + length > out.length) {
      out = Arrays.copyOf(out, Math.max(outCount + length, 2 * out.length));
    }
    System.arraycopy(bytes, offset, out, outCount, length);
    outCount += length;
  }
}

package orchestrate.worker.mask;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * All that is looked for, as one automaton by Aho and Corasick over bytes: the time for a byte does
 * not depend on how much that is, and what is looked for may begin within another.
 *
 * <p>A state is the longest end of what was read with which something begins that is looked for.
 * Transitions are in one open hash table: a row of 256 for each state would take 100 MB for a long
 * key. Immutable, so thread-safe.
 */
public final class Mask {
  static final int START = 0;

  private static final int NONE = -1;

  private final Trie trie;

  /** The state that is next best: of a shorter end. */
  private final int[] shorter;

  /** How many bytes before a state's end are of something that has been found whole; mostly 0. */
  private final int[] found;

  /** Whose secret that is, by its index. */
  private final int[] owner;

  /** How many bytes before a state's end may be the beginning of more. */
  private final int[] open;

  private final int[] first = new int[256];
  private final List<String> names;

  private Mask(List<Needle> needles) {
    names = needles.stream().map(Needle::secret).distinct().toList();
    trie = new Trie(needles, names);
    shorter = new int[trie.size];
    found = new int[trie.size];
    owner = new int[trie.size];
    open = new int[trie.size];
    for (int value = 0; value < first.length; value++) {
      first[value] = Math.max(START, trie.child(START, value));
    }
    for (int state : trie.byDepth()) {
      link(state);
    }
  }

  /** Those that are shorter are linked already. */
  private void link(int state) {
    if (state == START) {
      return;
    }
    int parent = trie.parent[state];
    int next = parent == START ? START : step(shorter[parent], trie.last[state]);
    shorter[state] = next;
    boolean whole = trie.owner[state] != NONE;
    found[state] = whole ? trie.depth[state] : found[next];
    owner[state] = whole ? trie.owner[state] : owner[next];
    open[state] = trie.isInner[state] ? trie.depth[state] : open[next];
  }

  /**
   * Looks for secrets.
   *
   * @param secrets by their names
   */
  public static Mask of(Map<String, String> secrets) {
    return of(Needles.of(secrets));
  }

  static Mask of(List<Needle> needles) {
    return new Mask(needles);
  }

  /** The state after one more byte. */
  int step(int state, byte next) {
    int value = next & 0xff;
    for (int from = state; from != START; from = shorter[from]) {
      int child = trie.child(from, value);
      if (child != NONE) {
        return child;
      }
    }
    return first[value];
  }

  /** How many of the last bytes are to be masked, as far as this state tells. */
  int found(int state) {
    return found[state];
  }

  /** How many of the last bytes may be the beginning of something. */
  int open(int state) {
    return open[state];
  }

  /** The lines of a secret that are masked wherever they are, too: those that aren't short. */
  public static Stream<String> lines(String secret) {
    return Needles.lines(secret);
  }

  /** The text with {@code ***} for each secret. */
  public String text(String text) {
    return new String(bytes(text.getBytes(UTF_8)), UTF_8);
  }

  /** The same of a whole file. */
  public byte[] bytes(byte[] bytes) {
    var masked = new ByteArrayOutputStream(bytes.length);
    var masking = new Masking(() -> this);
    try {
      masking.feed(bytes, 0, bytes.length, masked::write);
      masking.finish(masked::write);
    } catch (IOException e) {
      throw new UncheckedIOException("writing into memory", e);
    }
    return masked.toByteArray();
  }

  /** The name of a secret that is in the text, in whatever form; null if none is. */
  public @Nullable String secretIn(String text) {
    int state = START;
    for (byte next : text.getBytes(UTF_8)) {
      state = step(state, next);
      if (found[state] > 0) {
        return names.get(owner[state]);
      }
    }
    return null;
  }

  /** The beginnings of all needles, each once. */
  private static final class Trie {
    int size = 1;
    int[] parent = new int[64];
    int[] depth = new int[64];
    int[] owner = new int[64];
    byte[] last = new byte[64];
    boolean[] isInner = new boolean[64];

    /** A state and a byte, or 0 where there is none; no state is reached from nothing by 0. */
    private long[] keys = new long[256];

    private int[] children = new int[256];

    Trie(List<Needle> needles, List<String> names) {
      owner[START] = NONE;
      for (Needle needle : needles) {
        int state = START;
        for (byte next : needle.bytes()) {
          int child = child(state, next & 0xff);
          state = child == NONE ? add(state, next) : child;
        }
        if (owner[state] == NONE) {
          owner[state] = names.indexOf(needle.secret());
        }
      }
    }

    int child(int state, int value) {
      long key = key(state, value);
      for (int at = place(key); keys[at] != 0; at = (at + 1) & (keys.length - 1)) {
        if (keys[at] == key) {
          return children[at];
        }
      }
      return NONE;
    }

    private static long key(int state, int value) {
      return ((long) state << 8 | value) + 1;
    }

    private int place(long key) {
      long mixed = key * 0x9E3779B97F4A7C15L;
      return (int) (mixed >>> 32) & (keys.length - 1);
    }

    private int add(int state, byte next) {
      if (size == parent.length) {
        int more = 2 * size;
        parent = Arrays.copyOf(parent, more);
        depth = Arrays.copyOf(depth, more);
        owner = Arrays.copyOf(owner, more);
        last = Arrays.copyOf(last, more);
        isInner = Arrays.copyOf(isInner, more);
      }
      if (2 * size > keys.length) {
        widen();
      }
      int child = size++;
      parent[child] = state;
      depth[child] = depth[state] + 1;
      owner[child] = NONE;
      last[child] = next;
      isInner[state] = true;
      put(key(state, next & 0xff), child);
      return child;
    }

    private void widen() {
      long[] formerKeys = keys;
      int[] formerChildren = children;
      keys = new long[2 * formerKeys.length];
      children = new int[keys.length];
      for (int i = 0; i < formerKeys.length; i++) {
        if (formerKeys[i] != 0) {
          put(formerKeys[i], formerChildren[i]);
        }
      }
    }

    private void put(long key, int child) {
      int at = place(key);
      while (keys[at] != 0) {
        at = (at + 1) & (keys.length - 1);
      }
      keys[at] = key;
      children[at] = child;
    }

    /** All states, those of few bytes first. */
    int[] byDepth() {
      int deepest = Arrays.stream(depth, 0, size).max().orElse(0);
      int[] next = new int[deepest + 2];
      for (int state = 0; state < size; state++) {
        next[depth[state] + 1]++;
      }
      for (int i = 1; i < next.length; i++) {
        next[i] += next[i - 1];
      }
      int[] sorted = new int[size];
      for (int state = 0; state < size; state++) {
        sorted[next[depth[state]]++] = state;
      }
      return sorted;
    }
  }
}

package orchestrate.coordinator.describe;

import java.util.BitSet;

/** Makes any value one word of a shell script. */
public final class ShellQuoting {
  private static final BitSet PLAIN = new BitSet();

  static {
    PLAIN.set('a', 'z' + 1);
    PLAIN.set('A', 'Z' + 1);
    PLAIN.set('0', '9' + 1);
    "_@%+=:,./-".chars().forEach(PLAIN::set);
  }

  private ShellQuoting() {}

  /** In single quotes nothing is special but the single quote itself. */
  public static String quote(String value) {
    return isPlain(value) ? value : "'" + value.replace("'", "'\\''") + "'";
  }

  private static boolean isPlain(String value) {
    for (int i = 0; i < value.length(); i++) {
      if (!PLAIN.get(value.charAt(i))) {
        return false;
      }
    }
    return !value.isEmpty();
  }
}

package orchestrate.coordinator.describe;

import java.util.regex.Pattern;

/** Makes any value one word of a shell script. */
public final class ShellQuoting {
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_@%+=:,./-]+");

  private ShellQuoting() {}

  /** In single quotes nothing is special but the single quote itself. */
  public static String quote(String value) {
    return PLAIN.matcher(value).matches() ? value : "'" + value.replace("'", "'\\''") + "'";
  }
}

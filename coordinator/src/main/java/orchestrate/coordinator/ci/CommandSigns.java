package orchestrate.coordinator.ci;

/**
 * What makes a line of a log a command.
 *
 * @param afterHashes what follows {@code ##}, wherever in the line that is: small letters, or other
 *     characters of ASCII
 * @param colons whether two colons do, too, where a line begins with them
 */
record CommandSigns(String afterHashes, boolean colons) {
  static final CommandSigns NONE = new CommandSigns("", false);

  boolean areAny() {
    return colons || !afterHashes.isEmpty();
  }
}

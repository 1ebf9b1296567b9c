package orchestrate.coordinator.ci;

/** Nobody reads along, or a system that shows lines as they are, such as Jenkins. */
record NoCommands() implements CiCommands {
  @Override
  public CommandSigns signs() {
    return CommandSigns.NONE;
  }
}

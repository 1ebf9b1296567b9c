package orchestrate.ipc.participant;

/** Is told of deaths, once for each, on the warden's thread: be quick. */
@FunctionalInterface
public interface DeathListener {
  /** The participant died; what it held has been given back. */
  void onDeath(Participant dead);
}

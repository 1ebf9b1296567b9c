package orchestrate.ipc.soak;

import java.util.Map;

/** An object, what peers do with it all the time, and what must be true of it when all are dead. */
interface Subject {
  /** What threads of each peer do again and again, by name. */
  Map<String, Round> roles();

  /**
   * Throws if something was lost, or is there twice. Called when nobody uses it any more.
   *
   * @param scores how often each role was done; a peer that was killed may have done it once more
   * @return how often one did
   */
  long audit(Scores scores) throws Exception;

  /** Throws if something is wrong, anything. */
  interface Round {
    void run() throws Exception;
  }
}

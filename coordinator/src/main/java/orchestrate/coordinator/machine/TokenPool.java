package orchestrate.coordinator.machine;

import java.io.IOException;

/**
 * Where those who share some cores get the right to use one more, as in make: everybody may run one
 * task without asking, and each task beside it needs a token. So all get on, however long the
 * others keep theirs.
 */
interface TokenPool extends AutoCloseable {
  /** The right to run one task more. */
  interface Token {
    /** Lets others have it; to be called once. */
    void giveBack();
  }

  /** Waits for a token, as long as it takes. Called by one thread at a time. */
  Token take() throws IOException, InterruptedException;

  /** To be called when nobody takes and nothing is held any more. */
  @Override
  void close() throws IOException;
}

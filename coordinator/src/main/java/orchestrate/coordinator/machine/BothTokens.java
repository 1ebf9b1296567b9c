package orchestrate.coordinator.machine;

import java.io.IOException;

/**
 * A token of each of two pools makes one. The first is taken first, so it is the one that is held
 * while there is none of the second: it should be that with fewer users.
 */
record BothTokens(TokenPool first, TokenPool second) implements TokenPool {
  @Override
  public Token take() throws IOException, InterruptedException {
    Token ofFirst = first.take();
    try {
      Token ofSecond = second.take();
      return () -> {
        ofSecond.giveBack();
        ofFirst.giveBack();
      };
    } catch (IOException | InterruptedException | RuntimeException e) {
      ofFirst.giveBack();
      throw e;
    }
  }

  @Override
  public void close() throws IOException {
    try (first) {
      second.close();
    }
  }
}

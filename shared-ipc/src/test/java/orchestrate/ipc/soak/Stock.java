package orchestrate.ipc.soak;

import static java.util.Objects.requireNonNull;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;

/** Some JVMs that start while others are killed. */
final class Stock implements AutoCloseable {
  private static final int SIZE = 3;

  private final List<String> command;
  private final File output;
  private final Queue<Hand> hands = new ArrayDeque<>();

  /**
   * @param command how one is started
   * @param output where they write, if anything goes wrong
   */
  Stock(List<String> command, Path output) throws IOException {
    this.command = command;
    this.output = output.toFile();
    fill();
  }

  /** The one that was started first. */
  Hand take() throws IOException {
    Hand hand = requireNonNull(hands.poll());
    fill();
    return hand;
  }

  private void fill() throws IOException {
    while (hands.size() < SIZE) {
      hands.add(Hand.start(command, output));
    }
  }

  @Override
  public void close() {
    hands.forEach(Hand::shoot);
    hands.forEach(Hand::awaitEnd);
  }
}

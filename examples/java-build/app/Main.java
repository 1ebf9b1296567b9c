package app;

import count.Counts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Prints the most frequent words of a file. */
public final class Main {
  private Main() {}

  public static void main(String[] arguments) throws IOException {
    var counts = new Counts(Files.readString(Path.of(arguments[0])));
    System.out.println("most frequent: " + String.join(", ", counts.top(3)));
  }
}

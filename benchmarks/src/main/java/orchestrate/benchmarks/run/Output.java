package orchestrate.benchmarks.run;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Samples on stdout, as a contestant's program prints them. */
public final class Output {
  private static final BufferedWriter OUT =
      new BufferedWriter(new OutputStreamWriter(System.out, StandardCharsets.UTF_8));

  private Output() {}

  public static void sample(String metric, double value) {
    try {
      OUT.write(String.format(Locale.ROOT, "%s %.6f%n", metric, value));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static void flush() {
    try {
      OUT.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

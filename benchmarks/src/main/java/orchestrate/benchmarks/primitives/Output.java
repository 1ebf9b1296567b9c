package orchestrate.benchmarks.primitives;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Samples on stdout, as a contestant's program prints them. */
final class Output {
  private static final BufferedWriter OUT =
      new BufferedWriter(new OutputStreamWriter(System.out, StandardCharsets.UTF_8));

  private Output() {}

  static void sample(String metric, double nanos) {
    try {
      OUT.write(String.format(Locale.ROOT, "%s %.3f%n", metric, nanos));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static void flush() {
    try {
      OUT.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

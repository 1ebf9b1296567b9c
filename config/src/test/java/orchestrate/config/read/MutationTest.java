package orchestrate.config.read;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import orchestrate.config.JobFileException;
import orchestrate.config.ProblemReport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whatever is done to a file, reading it ends, and with nothing but a report of its problems. */
class MutationTest {
  private static final int MUTATIONS = 4_000;
  private static final String[] PIECES = {
    "${{",
    "}}",
    "${{ item }}",
    ": ",
    "- ",
    "[",
    "]",
    "{",
    "}",
    "&a ",
    "*a",
    "|",
    ">",
    "\"",
    "'",
    "\t",
    "\n",
    "---\n",
    "#",
    "!!int ",
    "? ",
    "<<: ",
    "%YAML 9.9\n",
    "\\U99999999",
    "\u0000",
    "é",
    "\uD83D\uDE00",
    "99999999999999999999",
    "-1",
    "~",
    "needs",
    "needs: ",
    "run: ",
    "\r",
    "\uFEFF"
  };

  private final Random random = new Random(20260101);

  @TempDir Path folder;

  @Test
  @Timeout(value = 30, unit = TimeUnit.SECONDS)
  void neverThrowsAnythingElse() throws IOException {
    byte[] good = Files.readAllBytes(Path.of("src/test/resources/good/census.yaml"));
    Path file = folder.resolve("mutant.yaml");

    assertThat(refused(MUTATIONS, good, file, file)).isGreaterThan(MUTATIONS / 2);
  }

  /** Nor whatever is done to one that it includes, twice. */
  @Test
  @Timeout(value = 30, unit = TimeUnit.SECONDS)
  void neverThrowsAnythingElseOfAnIncludedFile() throws IOException {
    String job =
        """
        version: "1"
        include: [mutant.yaml, { file: mutant.yaml, prefix: p- }]
        semaphores: { disk: 2 }
        tasks: { main: { run: x, needs: [find, p-each] } }
        """;
    String part =
        """
        version: "1"
        params: { root: { type: path, default: ~/jars } }
        locks: [one, &two two]
        queues: { found: { order: lifo } }
        tasks:
          find: { run: "find ${{ params.root }}", acquire: [one, disk] }
          each:
            needs: { find: completed }
            for-each: { list: "${{ tasks.find.outputs.files }}" }
            if: tasks.find.result == 'success'
            run: cat ${{ item }}
        finally:
          tidy: { run: "rm ${{ params.root }}", acquire: *two }
        """;
    Path file = Files.writeString(folder.resolve("job.yaml"), job);
    Path mutant = folder.resolve("mutant.yaml");

    int refused = refused(MUTATIONS / 4, part.getBytes(StandardCharsets.UTF_8), mutant, file);

    assertThat(refused).isBetween(MUTATIONS / 8, MUTATIONS / 4 - 1);
  }

  /**
   * How many of so many mutants were refused.
   *
   * @param file where they are
   * @param job the job file that is read
   */
  private int refused(int mutations, byte[] good, Path file, Path job) throws IOException {
    int refused = 0;
    for (int i = 0; i < mutations; i++) {
      byte[] mutant = good;
      for (int change = random.nextInt(3); change >= 0; change--) {
        mutant = mutate(mutant);
      }
      Files.write(file, mutant);
      try {
        JobFileReader.read(job, Map.of(), Map.of("HOME", "/home/me"));
      } catch (JobFileException e) {
        refused++;
        assertThat(e.problems()).isNotEmpty();
        assertThat(ProblemReport.render(e)).endsWith("nothing was run.\n");
      } catch (RuntimeException | StackOverflowError e) {
        throw new AssertionError(new String(mutant, StandardCharsets.UTF_8), e);
      }
    }
    return refused;
  }

  private byte[] mutate(byte[] text) {
    int from = random.nextInt(text.length + 1);
    int to = Math.min(text.length, from + random.nextInt(12));
    byte[] piece =
        switch (random.nextInt(4)) {
          case 0 -> new byte[0];
          case 1 -> new byte[] {(byte) random.nextInt(256)};
          case 2 -> PIECES[random.nextInt(PIECES.length)].getBytes(StandardCharsets.UTF_8);
          default -> copy(text);
        };
    // Half of the time something is put in, else it takes the place of what was there.
    return join(text, from, piece, random.nextBoolean() ? from : to);
  }

  private byte[] copy(byte[] text) {
    int from = random.nextInt(text.length + 1);
    int to = Math.min(text.length, from + random.nextInt(80));
    return Arrays.copyOfRange(text, from, to);
  }

  private static byte[] join(byte[] text, int head, byte[] piece, int tail) {
    byte[] joined = new byte[head + piece.length + text.length - tail];
    System.arraycopy(text, 0, joined, 0, head);
    System.arraycopy(piece, 0, joined, head, piece.length);
    System.arraycopy(text, tail, joined, head + piece.length, text.length - tail);
    return joined;
  }
}

package orchestrate.coordinator.live;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import orchestrate.coordinator.live.RunLoad.Load;
import orchestrate.coordinator.live.Snapshot.Estimate;
import orchestrate.coordinator.live.Snapshot.Group;
import orchestrate.coordinator.live.Snapshot.Lack;
import orchestrate.coordinator.live.Snapshot.Timed;
import orchestrate.ipc.os.Terminal;
import org.jline.utils.AttributedString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FrameTest {
  private static final long SECOND = 1_000_000_000;
  private static final Frame FRAME = new Frame(false, true);
  private static final Load LOAD = new Load(1.94, 640L << 20);
  private static final List<SharedWait> WAITS =
      List.of(new SharedWait("barrier start (2 of 4 there)", 2, 1500));

  private static final Snapshot SNAPSHOT =
      new Snapshot(
          "thumbnails",
          64_000,
          null,
          12,
          40,
          3,
          new Estimate(130_000, true),
          List.of(
              new Group("shrink", 380, 1098, 3, new Estimate(7_900, false)),
              new Group("日本語", 1, 2, 0, null)),
          List.of(
              new Timed("shrink[17] (photo.jpg)", 12 * SECOND + 300_000_000),
              new Timed("index", SECOND)),
          4,
          List.of(new Timed("shrink[4]", 13 * SECOND), new Timed("list", 8 * SECOND)),
          List.of(new Lack("semaphore disk", List.of("index", "shrink"))));

  private static List<String> seen(Snapshot snapshot, int rows, int columns) throws Exception {
    var seen = new VirtualScreen(rows, columns);
    var screen = new Screen(seen.output(), UTF_8, seen::size);
    screen.draw(FRAME.paint(snapshot, WAITS, LOAD, seen.size()));
    return seen.rows();
  }

  @Test
  void asItIsUsually() throws Exception {
    assertThat(String.join("\n", seen(SNAPSHOT, 24, 80)))
        .isEqualTo(
            """

            thumbnails  12 of 40 tasks, 3 failed  1 min 4 s, at least 2 min 10 s left
              shrink  ━━━━━━━━━···················  380 of 1098  3 failed  about 7.9 s left
              日本語  ━━━━━━━━━━━━━━··············       1 of 2
                  12.3 s  shrink[17] (photo.jpg)
                   1.0 s  index
                          2 more running
              waiting   semaphore disk: index, shrink
              waiting   barrier start (2 of 4 there): 2, longest 1.5 s
              slowest   13.0 s shrink[4], 8.0 s list""");
  }

  @Test
  void inANarrowTerminal() throws Exception {
    assertThat(String.join("\n", seen(SNAPSHOT, 24, 40)))
        .isEqualTo(
            """

            12 of 40 tasks, 3 failed  1 min 4 s, a…
              shrink  380 of 1098  3 failed  about…
              日本語       1 of 2
                  12.3 s  shrink[17] (photo.jpg)
                   1.0 s  index
                          2 more running
              waiting   semaphore disk: index, shr…
              waiting   barrier start (2 of 4 ther…
              slowest   13.0 s shrink[4], 8.0 s li…""");
  }

  @Test
  void inAWideOne() throws Exception {
    assertThat(seen(SNAPSHOT, 50, 200))
        .startsWith(
            "",
            "thumbnails  12 of 40 tasks, 3 failed  1 min 4 s, at least 2 min 10 s left"
                + "  1.9 cores, 640 MiB",
            "  shrink  ━━━━━━━━━━━━━···························"
                + "  380 of 1098  3 failed  about 7.9 s left");
  }

  /** Most of the screen is for what scrolls; of each kind of line something is shown. */
  @Test
  void inALowOne() throws Exception {
    assertThat(String.join("\n", seen(SNAPSHOT, 12, 80)))
        .isEqualTo(
            """

            thumbnails  12 of 40 tasks, 3 failed  1 min 4 s, at least 2 min 10 s left
              shrink  ━━━━━━━━━···················  380 of 1098  3 failed  about 7.9 s left
                  12.3 s  shrink[17] (photo.jpg)
                          3 more running
              waiting   semaphore disk: index, shrink""");
  }

  @Test
  void thousandsOfEverything() throws Exception {
    var many =
        new Snapshot(
            "many",
            1_000,
            "stopped by SIGINT",
            0,
            100_000,
            0,
            null,
            IntStream.range(0, 20).mapToObj(i -> new Group("g" + i, i, 20, 0, null)).toList(),
            IntStream.range(0, 10).mapToObj(i -> new Timed("r" + i, SECOND)).toList(),
            5_000,
            List.of(),
            IntStream.range(0, 50).mapToObj(i -> new Lack("lock l" + i, List.of("t"))).toList());

    assertThat(seen(many, 40, 60))
        .hasSize(19)
        .contains(
            "many  0 of 100000 tasks  1.0 s, stopped by SIGINT",
            "  and 14 more like these",
            "              4994 more running",
            "  waiting   and for 49 others");
  }

  @ParameterizedTest
  @CsvSource({"1,1", "2,3", "3,10", "5,20", "24,10", "100,30", "24,79", "24,81"})
  void fitsWhateverTheSizeIs(int rows, int columns) {
    List<String> lines = FRAME.paint(SNAPSHOT, WAITS, LOAD, new Terminal.Size(rows, columns));

    assertThat(lines).hasSizeLessThanOrEqualTo(Math.max(1, rows - 1));
    assertThat(lines)
        .allSatisfy(
            line ->
                assertThat(new AttributedString(line).columnLength())
                    .isLessThan(Math.max(2, columns)));
  }

  @Test
  void namesCanNotSteerTheTerminal() {
    String evil = "\033[2J\033]0;x\007\nb\u202e" + "long".repeat(1_000_000);
    var snapshot =
        new Snapshot(
            evil,
            1,
            evil,
            0,
            1,
            0,
            null,
            List.of(new Group(evil, 0, 1, 0, null)),
            List.of(new Timed(evil, 1)),
            1,
            List.of(new Timed(evil, 1)),
            List.of(new Lack(evil, List.of(evil))));

    List<String> lines = FRAME.paint(snapshot, List.of(), null, new Terminal.Size(24, 80));
    assertThat(lines)
        .hasSize(5)
        .allSatisfy(line -> assertThat(line).doesNotContainPattern("\\p{Cntrl}|\u202e"));
  }

  @Test
  void withColoursAndWithoutUnicode() {
    List<String> lines =
        new Frame(true, false).paint(SNAPSHOT, List.of(), null, new Terminal.Size(24, 100));

    assertThat(lines.getFirst()).startsWith("\033[1mthumbnails  \033[0m12");
    assertThat(lines.get(1)).contains("\033[33m##########").contains("---");
    assertThat(lines).allSatisfy(line -> assertThat(line).doesNotContain("━", "·"));
  }
}

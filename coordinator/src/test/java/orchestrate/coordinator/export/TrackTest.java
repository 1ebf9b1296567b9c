package orchestrate.coordinator.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import orchestrate.worker.protocol.ResourceUse;
import org.junit.jupiter.api.Test;

class TrackTest {
  private final Track track = new Track(1, 2);
  private final List<Slice> laid = new ArrayList<>();

  private void add(long start, long end) {
    track.add(new Slice(0, 0, null, null, 1, Story.OK, false, ResourceUse.NONE, start, end));
  }

  private List<String> layOut() {
    laid.clear();
    track.layOut(laid::add);
    return laid.stream().map(slice -> slice.start() + ".." + slice.end()).toList();
  }

  @Test
  void whatIsApartStaysWhereItIs() {
    add(10, 20);
    add(30, 40);

    assertThat(layOut()).containsExactly("10..20", "30..40");
  }

  @Test
  void thoseLearntOfAtOneGoAreLaidEndToEnd() {
    add(90, 100);
    add(92, 101);
    add(93, 102);

    assertThat(layOut()).containsExactly("74..84", "84..93", "93..102");
  }

  @Test
  void noneBeginsBeforeWhatWasLaidOutEarlierHasEnded() {
    add(0, 100);
    assertThat(layOut()).containsExactly("0..100");
    add(90, 110);
    add(20, 60);

    assertThat(layOut()).containsExactly("100..100", "100..100");
  }

  @Test
  void whateverIsToldTheyNeverOverlap() {
    var random = new Random(7);
    long now = 0;
    long end = 0;
    for (int turn = 0; turn < 1_000; turn++) {
      for (int i = random.nextInt(8); i > 0; i--) {
        now += random.nextInt(100);
        add(Math.max(0, now - random.nextInt(500)), now);
      }
      layOut();
      for (Slice slice : laid) {
        assertThat(slice.start()).isGreaterThanOrEqualTo(end).isLessThanOrEqualTo(slice.end());
        assertThat(slice.end()).isLessThanOrEqualTo(Math.max(now, end));
        end = slice.end();
      }
    }
  }
}

package orchestrate.worker.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import orchestrate.ipc.channel.MessageWriter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A lane and the coordinator, each with its own mapping of the same file. */
class SubtaskBoardTest {
  private final MessageWriter writer = new MessageWriter();
  private SubtaskBoard lane;
  private SubtaskBoard coordinator;

  @BeforeEach
  void open(@TempDir Path folder) throws Exception {
    Path file = SubtaskBoard.file(folder, 3, 1);
    lane = SubtaskBoard.create(file);
    coordinator = SubtaskBoard.open(file);
  }

  @AfterEach
  void close() {
    lane.close();
    coordinator.close();
  }

  private SubtaskOffer offer(int number) {
    var subtask = new Subtask(0, "sort.1.log", number, "Part", List.of(List.of("x")));
    var offer = new SubtaskOffer(1, 2, 3, 0, 1, subtask, null);
    offer.write(writer);
    return offer;
  }

  private MessageWriter answer(SubtaskAnswer answer) {
    answer.write(writer);
    return writer;
  }

  @Test
  void whatIsTakenIsAnswered() {
    SubtaskOffer offer = offer(1);
    lane.offer(5, writer);
    assertThat(coordinator.firstOffer()).isEqualTo(5);
    assertThat(coordinator.take(5)).isTrue();
    assertThat(coordinator.offer(5)).isEqualTo(offer);
    assertThat(lane.takeBack(5)).as("the coordinator has it").isFalse();
    assertThat(lane.isFree(5)).isFalse();

    var answer = new SubtaskAnswer.Succeeded(Map.of("key", "value"));
    coordinator.answer(5, answer(answer));
    assertThat(lane.isAnswered(5)).isTrue();
    assertThat(lane.answer(5)).isEqualTo(answer);
    lane.free(5);
    assertThat(lane.isFree(5)).isTrue();
  }

  @Test
  void whatIsTakenBackCanNotBeTaken() {
    offer(1);
    lane.offer(0, writer);
    assertThat(lane.takeBack(0)).isTrue();
    assertThat(coordinator.take(0)).isFalse();
    assertThat(coordinator.firstOffer()).isEqualTo(SubtaskBoard.NOWHERE);
  }

  @Test
  void theOldestOfferComesFirstWhereverItIs() {
    offer(1);
    lane.offer(9, writer);
    offer(2);
    lane.offer(4, writer);
    offer(3);
    lane.report(0, writer);

    assertThat(coordinator.offers()).isEqualTo(2);
    assertThat(coordinator.firstOffer()).isEqualTo(9);
    assertThat(coordinator.firstReport()).isZero();
    assertThat(lane.takeBack(0)).as("a report is no offer").isFalse();
    assertThat(coordinator.take(9)).isTrue();
    assertThat(coordinator.firstOffer()).isEqualTo(4);
  }

  @Test
  void theLaneSeesWhetherItIsToWakeTheCoordinator() {
    assertThat(lane.isWanted()).isFalse();
    coordinator.want(true);
    assertThat(lane.isWanted()).isTrue();
  }
}

package orchestrate.worker.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import orchestrate.ipc.channel.MessageReader;
import orchestrate.ipc.channel.MessageWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class MessagesTest {
  private final MessageWriter writer = new MessageWriter();

  private static final TaskDefinition COMMAND =
      new TaskDefinition(
          3,
          "name",
          true,
          Map.of("A", "b"),
          new Secrets(Map.of("TOKEN", "not to be told")),
          Map.of("disk", 1, "network", 3),
          List.of("barrier"),
          new TaskDefinition.Command(2, List.of(3, 4), "sub/folder", "before", "name", null));

  private static final TaskDefinition BESIDE_THE_JOB =
      new TaskDefinition(
          4,
          "beside",
          false,
          Map.of(),
          Secrets.NONE,
          Map.of(),
          List.of(),
          new TaskDefinition.Command(
              15,
              List.of(),
              null,
              null,
              null,
              new TaskDefinition.Service(
                  TaskDefinition.Service.Probe.LOG, Duration.ofMillis(1500))));

  private static final TaskDefinition JAVA =
      new TaskDefinition(
          0,
          "other",
          false,
          Map.of(),
          Secrets.NONE,
          Map.of(),
          List.of(),
          new TaskDefinition.JavaTask(
              "a:b", "C", Map.of("p", List.of("1", "2"), "q", List.of("")), List.of("r", "s")));

  @Test
  void secretsAreNotToldUnasked() {
    var run = new Run(COMMAND, 1, 2, null, Map.of(), List.of());
    assertThat(run.toString()).contains("TOKEN").doesNotContain("not to be told");
  }

  static List<LaneMessage> laneMessages() {
    return List.of(
        COMMAND,
        BESIDE_THE_JOB,
        JAVA,
        new Run(
            COMMAND, 1L << 40, 2, "an item", Map.of("C", "d"), List.of(List.of("sh", "-c", "x"))),
        new Run(JAVA, 0, 1, null, Map.of(), List.of(List.of("1"), List.of())),
        new Run(JAVA, 0, 1, null, Map.of(), List.of()),
        new Run(JAVA, 7, 1, "an item", Map.of("C", "d"), List.of()).forked(PART, 3));
  }

  private static final Subtask PART =
      new Subtask(1L << 40, "other/7.1.log", 12, "Part", List.of(List.of("1", "2"), List.of("")));

  static List<SubtaskOffer> offers() {
    Run parent = new Run(JAVA, 7, 2, null, Map.of(), List.of());
    return List.of(
        SubtaskOffer.of(parent, 1, PART, null),
        SubtaskOffer.of(
            parent.forked(PART, 5),
            3,
            PART.withId(0),
            new SubtaskOffer.Report(4, new Finished.Threw("java.io.IOException: no"))));
  }

  @ParameterizedTest
  @MethodSource("offers")
  void offerComesBackAsItWas(SubtaskOffer offer) {
    offer.write(writer);
    assertThat(SubtaskOffer.read(new MessageReader(writer.bytes()))).isEqualTo(offer);
  }

  @Test
  void anOfferIsThatOfTheAttemptThatForkedIt() {
    Run parent = new Run(JAVA, 7, 2, null, Map.of(), List.of());
    SubtaskOffer offer = SubtaskOffer.of(parent, 1, PART, null);
    assertThat(offer.isOf(parent)).isTrue();
    assertThat(offer.isOf(new Run(JAVA, 7, 3, null, Map.of(), List.of()))).isFalse();
    assertThat(offer.isOf(parent.forked(PART, 2))).isFalse();
  }

  static List<SubtaskAnswer> answers() {
    return List.of(
        new SubtaskAnswer.Succeeded(Map.of("key", "value")),
        new SubtaskAnswer.Failed("it threw"),
        new SubtaskAnswer.Again(2));
  }

  @ParameterizedTest
  @MethodSource("answers")
  void answerComesBackAsItWas(SubtaskAnswer answer) {
    answer.write(writer);
    assertThat(SubtaskAnswer.read(new MessageReader(writer.bytes()))).isEqualTo(answer);
  }

  @ParameterizedTest
  @MethodSource("laneMessages")
  void laneMessageComesBackAsItWas(LaneMessage message) {
    message.write(writer);
    var reader = new MessageReader(writer.bytes());
    assertThat(LaneMessage.read(reader, number -> number == 3 ? COMMAND : JAVA)).isEqualTo(message);
  }

  static List<Finished.Ending> endings() {
    return List.of(
        new Finished.Succeeded(Map.of("key", "value")),
        new Finished.Succeeded(Map.of()),
        new Finished.Exited(255),
        new Finished.Signalled(9),
        new Finished.Threw("java.io.IOException: no"),
        new Finished.JvmFailed("java.lang.OutOfMemoryError: Java heap space"),
        new Finished.NotStarted("nothing there"),
        new Finished.BarrierBroken("it is broken"),
        new Finished.BadOutputs("no sense"));
  }

  @ParameterizedTest
  @MethodSource("endings")
  void finishedComesBackAsItWas(Finished.Ending ending) {
    var finished = new Finished(1, 2, 3, 4, new ResourceUse(5, 6, 7), 8, 9, 10, 1L << 50, ending);
    finished.write(writer);
    assertThat(LaneReport.read(new MessageReader(writer.bytes()))).isEqualTo(finished);
  }

  /** What is in it decides on how it begins, and each beginning is its own. */
  @ParameterizedTest
  @ValueSource(longs = {0, 1L << 50})
  void finishedIsTakenForNothingElse(long at) {
    var finished =
        new Finished(1, 2, 3, 4, ResourceUse.NONE, 0, 0, 0, at, Finished.Succeeded.WITHOUT_OUTPUTS);
    finished.write(writer);
    assertThat(LaneReport.read(new MessageReader(writer.bytes()))).isEqualTo(finished);
  }

  static List<Readiness> readinesses() {
    return List.of(
        new Readiness(1, 2, Map.of("port", "5433"), null),
        new Readiness(1, 2, Map.of(), "port 5433 of 127.0.0.1 and ::1: Connection refused"));
  }

  @ParameterizedTest
  @MethodSource("readinesses")
  void readinessComesBackAsItWas(Readiness readiness) {
    readiness.write(writer);
    assertThat(LaneReport.read(new MessageReader(writer.bytes()))).isEqualTo(readiness);
  }

  @Test
  void aPlainSuccessTakesAFewBytes() {
    var finished =
        new Finished(1, 999_999, 1, 800, ResourceUse.NONE, new Finished.Succeeded(Map.of()));
    finished.write(writer);
    assertThat(writer.length()).isLessThan(12);
    assertThat(LaneReport.read(new MessageReader(writer.bytes()))).isEqualTo(finished);
  }

  @Test
  void aLongTextIsCutSoThatItFitsItsRing() {
    new Finished(1, 2, 3, 4, ResourceUse.NONE, new Finished.Threw("x".repeat(1_000_000)))
        .write(writer);
    var cut = new Finished.Threw("x".repeat(Finished.MAX_TEXT) + "...");
    assertThat(LaneReport.read(new MessageReader(writer.bytes())))
        .isEqualTo(new Finished(1, 2, 3, 4, ResourceUse.NONE, cut));
  }

  @ParameterizedTest
  @EnumSource
  void stopComesBackAsItWas(Stop.Rung rung) {
    var stop = new Stop(1, 2, 3, 4, 5, rung);
    stop.write(writer);
    assertThat(Stop.read(new MessageReader(writer.bytes()))).isEqualTo(stop);
  }
}

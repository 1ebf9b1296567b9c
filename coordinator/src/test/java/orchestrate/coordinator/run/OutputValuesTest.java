package orchestrate.coordinator.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import orchestrate.config.expression.EvaluationException;
import orchestrate.config.expression.Value;
import orchestrate.coordinator.plan.Plan;
import orchestrate.coordinator.plan.Plans;
import orchestrate.coordinator.schedule.TaskStatus;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class OutputValuesTest {
  @TempDir Path folder;
  private Plan plan;
  private OutputValues outputs;

  @BeforeEach
  void plan() throws Exception {
    plan =
        Plans.of(
            folder,
            1,
            """
            tasks:
              one: { run: one }
              fan: { for-each: { range: [1, 9] }, run: fan }
              user: { needs: [one, fan], run: "user ${{ tasks.fan.outputs.part }}" }
              also: { needs: fan, if: length(tasks.fan.outputs.size) > 1, run: also }
            """);
    outputs = new OutputValues(plan);
  }

  private void give(String task, long instance, Map<String, String> values) {
    plan.tasks().stream()
        .filter(planned -> planned.name().equals(task))
        .forEach(planned -> outputs.put(planned, instance, values));
  }

  private void endWell(String task) {
    outputs.ended(task, new TaskStatus.Succeeded());
  }

  @Test
  void aTaskThatRunsOnceGivesTexts() {
    give("one", 0, Map.of("a", "1", "b", "2"));
    endWell("one");

    assertThat(outputs.get("one", "b")).isEqualTo(new Value.Text("2"));
    assertThatThrownBy(() -> outputs.get("one", "c"))
        .isInstanceOf(EvaluationException.class)
        .hasMessageStartingWith("task `one` gave no output `c`; it gave ");
  }

  @Test
  void aFanOutGivesListsInTheOrderOfItsInstances() {
    give("fan", 7, Map.of("part", "seven", "size", "70"));
    give("fan", 0, Map.of("part", "zero"));
    give("fan", 3, Map.of());
    give("fan", 5, Map.of("part", "", "other", "x"));
    endWell("fan");

    assertThat(outputs.get("fan", "part")).isEqualTo(new Value.Texts(List.of("zero", "", "seven")));
    assertThat(outputs.get("fan", "size")).isEqualTo(new Value.Texts(List.of("70")));
    assertThat(outputs.get("fan", "part")).as("not made anew").isSameAs(outputs.get("fan", "part"));
  }

  @Test
  void whatNobodyAsksForIsNotKept() {
    give("fan", 0, Map.of("other", "x"));
    endWell("fan");

    assertThatThrownBy(() -> outputs.get("fan", "other"))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("an output that no task was said to use");
  }

  @Test
  void aFanOutWithoutInstancesGivesAnEmptyList() {
    endWell("fan");

    assertThat(outputs.get("fan", "part")).isEqualTo(new Value.Texts(List.of()));
  }

  static Stream<TaskStatus> halfDone() {
    return Stream.of(
        new TaskStatus.Failed(), new TaskStatus.AllowedFailure(), new TaskStatus.Cancelled("why"));
  }

  @ParameterizedTest
  @MethodSource("halfDone")
  void ofAFanOutThatDidNotGoWellWhatSucceededCounts(TaskStatus status) {
    give("fan", 1, Map.of("part", "one"));
    outputs.ended("fan", status);

    assertThat(outputs.get("fan", "part")).isEqualTo(new Value.Texts(List.of("one")));
  }

  @Test
  void aSkippedFanOutHasNoOutputs() {
    outputs.ended("fan", new TaskStatus.Skipped("needs list, which failed"));

    assertThatThrownBy(() -> outputs.get("fan", "part"))
        .isInstanceOf(EvaluationException.class)
        .hasMessage("task `fan` gave no output `part`: it was skipped (needs list, which failed)");
  }

  @Test
  void itsUsersHaveToWait() {
    give("fan", 1, Map.of("part", "one"));

    assertThatThrownBy(() -> outputs.get("fan", "part"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("fan is not over");
  }

  @Test
  void aListHasSoManyBytesAtMost() {
    String half = "\u00e4".repeat(OutputList.MAX_BYTES / 4);
    give("fan", 0, Map.of("part", half, "size", half));
    give("fan", 1, Map.of("part", half, "size", half));
    give("fan", 2, Map.of("part", "x"));
    endWell("fan");

    assertThat(outputs.get("fan", "size")).isEqualTo(new Value.Texts(List.of(half, half)));
    assertThatThrownBy(() -> outputs.get("fan", "part"))
        .isInstanceOf(EvaluationException.class)
        .hasMessage(
            "the outputs `part` of the instances of `fan` have 33,554,433 bytes, and a list has"
                + " 33,554,432 at most; let them write files, and list or read those");
  }

  @Test
  void aListHasSoManyTextsAtMost() {
    LongStream.range(0, OutputList.MAX_TEXTS)
        .forEach(instance -> give("fan", instance, Map.of("part", "", "size", "")));
    give("fan", OutputList.MAX_TEXTS, Map.of("part", ""));
    endWell("fan");

    assertThat(outputs.get("fan", "size").texts()).hasSize(OutputList.MAX_TEXTS);
    assertThatThrownBy(() -> outputs.get("fan", "part"))
        .isInstanceOf(EvaluationException.class)
        .hasMessage(
            "the outputs `part` of the instances of `fan` are 1,000,001, and a list has 1,000,000"
                + " texts at most; let them write files, and list or read those");
  }
}

package orchestrate.coordinator.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import orchestrate.coordinator.fresh.Fingerprint.Kind;
import orchestrate.coordinator.fresh.Fingerprint.Part;
import orchestrate.coordinator.fresh.Work;
import orchestrate.coordinator.plan.Plan;
import orchestrate.coordinator.plan.Plans;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorksTest {
  private static final String JOB =
      """
      env: { OF_JOB: a }
      tasks:
        gen: { run: gen }
        use:
          needs: gen
          run: "use ${{ tasks.gen.outputs.n }}"
          env: { OF_TASK: b, GIVEN: "${{ tasks.gen.outputs.m }}" }
          inputs: x
      """;

  @TempDir Path folder;

  private Work work(String yaml, String task, Map<String, String> upstream) throws Exception {
    Plan plan = Plans.of(folder, 2, yaml);
    var planned =
        plan.tasks().stream().filter(one -> one.name().equals(task)).findFirst().orElseThrow();
    var outputs = new OutputValues(plan);
    outputs.put(plan.task(0), 0, upstream);
    var names = new InstanceNames(outputs, null, 0);
    return Works.of(
        plan.job(), planned, new Assignments().of(planned, 0, 1, null, names).run(), names);
  }

  private Map<Part, String> parts(String yaml, String n, String m) throws Exception {
    return work(yaml, "use", Map.of("n", n, "m", m)).parts();
  }

  @Test
  void dependsOnWhatTheFileSaysOfIt() throws Exception {
    Map<Part, String> parts = parts(JOB, "1", "2");

    assertThat(parts)
        .containsOnlyKeys(
            Part.of(Kind.COMMAND),
            Part.of(Kind.SHELL),
            Part.of(Kind.FOLDER),
            new Part(Kind.VARIABLE, "OF_JOB"),
            new Part(Kind.VARIABLE, "OF_TASK"),
            new Part(Kind.VARIABLE, "GIVEN"));
    assertThat(parts("# otherwise\n" + JOB.replace("OF_TASK: b, ", "OF_TASK: 'b' , "), "1", "2"))
        .isEqualTo(parts);
    assertThat(parts(JOB.replace("OF_TASK: b", "OF_TASK: c"), "1", "2"))
        .doesNotContainEntry(variable("OF_TASK"), parts.get(variable("OF_TASK")))
        .containsEntry(variable("OF_JOB"), parts.get(variable("OF_JOB")));
    assertThat(parts(JOB.replace("OF_JOB: a", "OF_JOB: c"), "1", "2"))
        .doesNotContainEntry(variable("OF_JOB"), parts.get(variable("OF_JOB")));
  }

  private static Part variable(String name) {
    return new Part(Kind.VARIABLE, name);
  }

  @Test
  void dependsOnWhatOthersGaveIt() throws Exception {
    Map<Part, String> parts = parts(JOB, "1", "2");

    assertThat(parts(JOB, "5", "2"))
        .doesNotContainEntry(Part.of(Kind.COMMAND), parts.get(Part.of(Kind.COMMAND)))
        .containsEntry(variable("GIVEN"), parts.get(variable("GIVEN")));
    assertThat(parts(JOB, "1", "5"))
        .containsEntry(Part.of(Kind.COMMAND), parts.get(Part.of(Kind.COMMAND)))
        .doesNotContainEntry(variable("GIVEN"), parts.get(variable("GIVEN")));
  }

  @Test
  void ofAJavaTaskItKnowsTheClassPathByTheNamesThatPeopleKnow() throws Exception {
    Files.createDirectories(folder.resolve("lib"));
    Files.writeString(
        folder.resolve("Count.java"),
        """
        record Count(String from) implements orchestrate.task.Task {
          public void run(orchestrate.task.TaskContext context) {}
        }
        """);

    Work work =
        work(
            """
            workers: { class-path: [lib] }
            tasks: { count: { java: Count.java, with: { from: x }, inputs: x } }
            """,
            "count",
            Map.of());

    assertThat(work.classPath()).containsOnlyKeys("Count.java", "lib");
    assertThat(work.parts())
        .containsOnlyKeys(
            Part.of(Kind.JAVA_CLASS), new Part(Kind.PARAMETER, "from"), Part.of(Kind.CLASS_PATH));
  }
}

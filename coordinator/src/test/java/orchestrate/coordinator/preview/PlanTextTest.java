package orchestrate.coordinator.preview;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import orchestrate.coordinator.plan.Plan;
import orchestrate.coordinator.plan.Plans;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole of it is tested with the program, in system-tests. */
class PlanTextTest {
  @TempDir Path folder;

  @Test
  void saysWhatARunWaitsForAndWhereTasksComeFrom() throws Exception {
    Path part = folder.resolve("part.yaml");
    Files.writeString(part, "tasks: { b: { run: y } }");
    Plan plan =
        Plans.of(
            folder,
            2,
            """
            name: two
            include: { file: part.yaml, prefix: p- }
            concurrency: { group: deploy, wait: 1h30m }
            tasks: { a: { run: x } }
            """);

    assertThat(PlanText.of(plan))
        .isEqualTo(
            """
            two: 2 tasks in 1 stage, 2 instances; 2 at a time
            never beside another run of the group deploy; waits for those up to 1h30m

            stage 1
              a: once
                  runs      | x
              p-b: once
                  from      %s
                  runs      | y

            Nothing was run.
            """
                .formatted(part));
    assertThat(PlanJson.of(plan)).contains("\"group\" : \"deploy\"", "\"file\" : \"" + part + "\"");
  }

  @Test
  void saysWhatIsLookedAtAndWhatIsLeft() throws Exception {
    Plan plan =
        Plans.of(
            folder,
            2,
            """
            name: files
            tasks:
              a: { run: x, inputs: [a.c, "*.h"], outputs: a.o, cache: true, artifacts: a.log }
              b: { run: y, inputs: [] }
            """);

    assertThat(PlanText.of(plan))
        .contains("      inputs    a.c, *.h\n      cache     what it makes is kept, and put back\n")
        .contains("      leaves    a.log; copied to artifacts/a of the run's folder\n")
        .contains("      inputs    none: run until it has succeeded\n");
    assertThat(PlanJson.of(plan))
        .contains("\"inputs\" : [ \"a.c\", \"*.h\" ]", "\"cache\" : true", "[ \"a.log\" ]");
  }
}

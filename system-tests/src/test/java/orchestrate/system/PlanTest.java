package orchestrate.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code orchestrate plan} shows what a run would do, and does nothing. */
class PlanTest {
  @TempDir Path path;
  private JobFolder folder;

  @BeforeEach
  void setUp() throws Exception {
    folder =
        new JobFolder(path)
            .file("here.txt", "a\nb\n")
            .task("Look", "String file", "")
            .job(
                """
                version: "1"
                name: census
                params: { root: my jars }
                semaphores: { disk: 2 }
                tasks:
                  report: { needs: { look: success, db: ready }, run: "echo ${{ tasks.list.outputs.count }}" }
                  look:
                    needs: list
                    for-each: { lines: jars.txt }
                    java: Look.java
                    with: { file: "${{ item }}" }
                    acquire: disk
                    timeout: 30s
                    retry: 2
                  list: { run: "touch ran; ls ${{ params.root }} > jars.txt", outputs: jars.txt }
                  now: { for-each: { lines: here.txt }, run: "echo ${{ item }}" }
                  shard: { needs: list, for-each: { list: "${{ tasks.list.outputs.shards }}" }, run: x }
                  gone: { for-each: { lines: nothere.txt }, run: x }
                  db: { service: true, run: ./db, ready: { port: 5433, timeout: 30s } }
                """);
  }

  private Orchestrate.Result plan(String... arguments) throws Exception {
    return Orchestrate.run(path, arguments);
  }

  @Test
  void showsOrderCountsAndReasons() throws Exception {
    Orchestrate.Result result = plan("plan", "-j", "2");

    assertThat(result.exitCode()).as(result.errors()).isZero();
    assertThat(result.output().replace(path.toString(), "."))
        .isEqualTo(
            """
            census: 7 tasks in 3 stages, 5 instances and those of gone, look, shard; 2 at a time

            stage 1
              list: once
                  runs      | touch ran; ls 'my jars' > jars.txt
              now: 2 times, for each line of here.txt
                  runs      | echo ${{ item }}
              gone: once for each line of nothere.txt; as things are it would fail: there is no file ./nothere.txt to take its lines
                  runs      | x
              db: once
                  service   ready when port 5433 is open, within 30.0 s
                  runs      | ./db

            stage 2
              look: once for each line of jars.txt, which comes from list
                  needs     list
                  holds     disk (1 of 2)
                  limits    timeout 30.0 s, up to 3 attempts
                  runs      | java: Look.java
                            | file: ${{ item }}
              shard: once for each element of ${{ tasks.list.outputs.shards }}, which comes from list
                  needs     list
                  runs      | x

            stage 3
              report: once
                  needs     look, db
                  runs      | echo ${{ tasks.list.outputs.count }}

            Nothing was run.
            """);
  }

  @Test
  void leavesNothingBehind() throws Exception {
    plan("plan");

    assertThat(path.resolve("ran")).doesNotExist();
    assertThat(path.resolve(".orchestrate")).doesNotExist();
    assertThat(folder.sessions()).isEmpty();
  }

  @Test
  void tellsPrograms() throws Exception {
    JsonNode tasks =
        JsonMapper.shared().readTree(plan("plan", "--json", "-p", "root=x").output()).get("tasks");

    assertThat(tasks.at("/0/run").asString()).isEqualTo("touch ran; ls x > jars.txt");
    assertThat(tasks.at("/1/instances").asLong()).isEqualTo(2);
    assertThat(tasks.at("/3/cpus").asInt()).isZero();
    assertThat(tasks.at("/3/service/timeoutMillis").asLong()).isEqualTo(30_000);
    assertThat(tasks.at("/4/name").asString()).isEqualTo("look");
    assertThat(tasks.at("/4/stage").asInt()).isEqualTo(2);
    assertThat(tasks.at("/4/instances").isMissingNode()).isTrue();
    assertThat(tasks.at("/4/items/knownAfter/0").asString()).isEqualTo("list");
    assertThat(tasks.at("/4/acquire/disk").asInt()).isEqualTo(1);
    assertThat(tasks.at("/4/timeoutMillis").asLong()).isEqualTo(30_000);
    assertThat(tasks.at("/4/attempts").asInt()).isEqualTo(3);
  }

  @Test
  void refusesWhatRunWouldRefuse() throws Exception {
    folder.job("version: \"1\"\ntasks: { a: { run: x, needs: b } }\n");
    Orchestrate.Result result = plan("plan");

    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.output()).isEmpty();
    assertThat(result.errors()).contains("job.yaml:2:").endsWith("job.yaml: 1 problem\n");
  }
}

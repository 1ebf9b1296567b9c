package orchestrate.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A task's classes are the user's, Java's, and the task API: nothing else of ours. */
@Tag("thorough")
class ClassPathTest {
  /** Says what it is, by its class and by its context class loader. */
  private static final String REPORT =
      """
      package job;
      import orchestrate.task.*;
      public record Report() implements Task {
        public void run(TaskContext context) throws Exception {
          var loader = Thread.currentThread().getContextClassLoader();
          System.out.println("%s " + (loader == Report.class.getClassLoader()));
        }
      }
      """;

  @TempDir Path path;
  private JobFolder folder;

  @BeforeEach
  void setUp() {
    folder = new JobFolder(path);
  }

  @Test
  void theWorkerAndItsLibrariesAreHidden() throws Exception {
    folder
        .task(
            "Look",
            "",
            """
            for (String name : List.of("orchestrate.worker.WorkerMain",
                "org.apache.commons.exec.DefaultExecutor", "org.jspecify.annotations.Nullable",
                "orchestrate.task.Task", "orchestrate.ipc.sync.SharedLock",
                "com.sun.source.tree.Tree", "java.sql.Connection")) {
              try {
                System.out.println(Class.forName(name).getSimpleName());
              } catch (ClassNotFoundException e) {
                System.out.println("no " + name);
              }
            }
            """)
        .job("version: \"1\"\ntasks: { look: { java: Look.java } }\n");

    Orchestrate.Result result = folder.run();

    assertThat(result.exitCode()).as(result.output()).isZero();
    assertThat(folder.log("look.1.log"))
        .hasContent(
            """
            no orchestrate.worker.WorkerMain
            no org.apache.commons.exec.DefaultExecutor
            no org.jspecify.annotations.Nullable
            Task
            SharedLock
            Tree
            Connection
            """);
  }

  @Test
  void whatIsHiddenCanNotBeCompiledAgainst() throws Exception {
    folder
        .task("Peek", "", "System.out.println(orchestrate.worker.WorkerMain.class);")
        .job("version: \"1\"\ntasks: { peek: { java: Peek.java } }\n");

    Orchestrate.Result result = folder.run();

    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.errors()).contains("package orchestrate.worker does not exist");
  }

  /** Workers use Commons Exec themselves. */
  @Test
  void aLibraryThatIsOursTooIsTheJobs() throws Exception {
    Classes.jar(
        path.resolve("exec.jar"),
        "org.apache.commons.exec.DefaultExecutor",
        """
        package org.apache.commons.exec;
        public class DefaultExecutor {
          public String version() { return "the job's own"; }
        }
        """);
    folder
        .task(
            "Use",
            "",
            "System.out.println(new org.apache.commons.exec.DefaultExecutor().version());")
        .job(
            """
            version: "1"
            workers: { class-path: [exec.jar] }
            tasks:
              use: { java: Use.java }
              command: { needs: use, run: "echo fine" }
            """);

    Orchestrate.Result result = folder.run();

    assertThat(result.exitCode()).as(result.output()).isZero();
    assertThat(folder.log("use.1.log")).hasContent("the job's own");
  }

  @Test
  void tasksMayHaveClassPathsOfTheirOwn() throws Exception {
    for (String version : new String[] {"one", "two"}) {
      Classes.jar(path.resolve(version + ".jar"), "job.Report", REPORT.formatted(version));
    }
    folder.job(
        """
        version: "1"
        workers: { class-path: one.jar }
        tasks:
          first: { java: job.Report }
          second: { needs: first, java: job.Report, class-path: two.jar }
          third: { needs: second, java: job.Report, class-path: [one.jar, two.jar] }
        """);

    Orchestrate.Result result = Orchestrate.run(path, "run", "-j", "1");

    assertThat(result.exitCode()).as(result.output()).isZero();
    assertThat(folder.log("first.1.log")).hasContent("one true");
    assertThat(folder.log("second.1.log")).hasContent("two true");
    assertThat(folder.log("third.1.log")).hasContent("one true");
  }

  @Test
  void aJarThatTheJobRebuildsIsReadAnew() throws Exception {
    Path jar = path.resolve("job.jar");
    Classes.jar(path.resolve("next.jar"), "job.Report", REPORT.formatted("rebuilt"));
    Classes.jar(jar, "job.Report", REPORT.formatted("first"));
    folder.job(
        """
        version: "1"
        workers: { class-path: job.jar }
        tasks:
          before: { java: job.Report }
          build: { needs: before, run: "mv next.jar job.jar" }
          after: { needs: build, java: job.Report }
        """);

    Orchestrate.Result result = Orchestrate.run(path, "run", "-j", "1");

    assertThat(result.exitCode()).as(result.output()).isZero();
    assertThat(folder.log("before.1.log")).hasContent("first true");
    assertThat(folder.log("after.1.log")).hasContent("rebuilt true");
  }

  @Test
  void mistakesAreFoundBeforeAnythingRuns() throws Exception {
    folder.job(
        """
        version: "1"
        tasks:
          java: { java: job.Report, class-path: [none.jar] }
        """);
    assertThat(folder.run().errors())
        .contains("job.yaml:3:42: there is no `none.jar`\n", "there is no class `job.Report`");

    folder.job(
        """
        version: "1"
        tasks:
          command: { run: "true", class-path: [none.jar] }
        """);
    assertThat(folder.run().errors()).startsWith("job.yaml:3:27: `class-path` is for Java tasks\n");
  }
}

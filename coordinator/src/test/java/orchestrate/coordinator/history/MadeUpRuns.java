package orchestrate.coordinator.history;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import orchestrate.ipc.os.ProcessStat;

/** Folders of runs that never were. */
record MadeUpRuns(Path jobFolder) {
  static final String FIRST = "20260101-080000-000-0001";
  static final String SECOND = "20260102-080000-000-0002";
  static final String THIRD = "20260103-080000-000-0003";
  static final String FOURTH = "20260104-080000-000-0004";

  /** No process can have started so late. */
  private static final ProcessStat GONE = new ProcessStat(1, 999_999_999_999_999_999L);

  Path folder() {
    return jobFolder.resolve(".orchestrate/runs");
  }

  Path empty(String id) throws IOException {
    return Files.createDirectories(folder().resolve(id));
  }

  private Path begun(String id, ProcessStat process) throws IOException {
    Path run = empty(id);
    Files.createDirectories(run.resolve("logs"));
    Files.writeString(
        run.resolve("begin"),
        "1\n%d %d\nlist shrink[] say\nphotos".formatted(process.pid(), process.start()));
    return run;
  }

  Path died(String id) throws IOException {
    return begun(id, GONE);
  }

  Path running(String id) throws IOException {
    return begun(id, ProcessStat.self());
  }

  Path ended(String id, int exitCode) throws IOException {
    return ended(id, exitCode, "");
  }

  Path ended(String id, int exitCode, String fields) throws IOException {
    return result(
        died(id),
        """
        {"format": 1, "run": "x", "job": "photos", "millis": 65000, "exitCode": %d, %s
         "tasks": [{"name": "list", "result": "ok"}, {"name": "shrink", "result": "failed"},
                   {"name": "say", "result": "ok", "new": {"a": [1]}}], "later": 5}
        """
            .formatted(exitCode, fields));
  }

  Path result(Path run, String text) throws IOException {
    Files.writeString(run.resolve("result.json"), text);
    return run;
  }
}

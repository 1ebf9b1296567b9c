package orchestrate.coordinator.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import orchestrate.ipc.os.ProcessStat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunFolderTest {
  @TempDir Path jobFolder;

  @Test
  void idsOfRunsOneAfterAnotherSortByTheirStart() throws IOException {
    var beginning = new Beginning(ProcessStat.self(), "job", List.of());
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      ids.add(RunFolder.create(jobFolder, beginning).id());
      long millis = System.currentTimeMillis();
      while (System.currentTimeMillis() == millis) {
        Thread.onSpinWait(); // no run is over within the millisecond in which it began
      }
    }

    assertThat(ids).isSorted().allMatch(id -> id.matches(RunFolder.ID_FORM));
  }
}

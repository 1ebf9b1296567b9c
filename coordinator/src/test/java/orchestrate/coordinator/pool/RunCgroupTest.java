package orchestrate.coordinator.pool;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunCgroupTest {
  @TempDir Path parent;

  /** A kernel before 5.14 has no cgroup.kill, and a folder that is no cgroup hasn't either. */
  @Test
  void isNoneWhereAllCantBeKilledAtOnce() {
    assertThat(RunCgroup.createIn(parent, "run")).isNull();
    assertThat(parent).isEmptyDirectory();
  }

  @Test
  void isNoneWhereWeMayNotMakeOne() {
    assertThat(RunCgroup.createIn(parent.resolve("not there"), "run")).isNull();
  }

  @Test
  void isNoneIfThereIsOneOfThatName() throws Exception {
    Path other = Files.createDirectory(parent.resolve("orchestrate-run"));
    Files.createFile(other.resolve("cgroup.kill"));

    assertThat(RunCgroup.createIn(parent, "run")).isNull();
    assertThat(other).isNotEmptyDirectory();
  }

  @Test
  void takesMembersByTheirIds() throws Exception {
    var cgroup = new RunCgroup(parent);
    Files.createFile(parent.resolve("cgroup.procs"));

    cgroup.add(4711);

    assertThat(parent.resolve("cgroup.procs")).hasContent("4711");
  }

  /** The guard may have removed it. */
  @Test
  void mayBeGone() throws Exception {
    var cgroup = new RunCgroup(parent.resolve("gone"));

    cgroup.add(4711);
    cgroup.end();

    assertThat(cgroup.folder()).doesNotExist();
  }
}

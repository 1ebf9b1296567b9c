package orchestrate.coordinator.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A machine of files. */
class MemoryTest {
  private static final long MB = 1L << 20;

  @TempDir Path root;

  private final List<String> said = new ArrayList<>();

  private void write(String file, String text) throws IOException {
    Path path = root.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }

  private void available(long megabytes) throws IOException {
    write(
        "proc/meminfo",
        "MemTotal:       8388608 kB\nMemFree:  100 kB\nMemAvailable:   %d kB\n"
            .formatted(megabytes << 10));
  }

  private void stalled(String percent) throws IOException {
    write(
        "proc/pressure/memory",
        "some avg10=%s avg60=1.00 avg300=0.10 total=5\nfull avg10=99.00 avg60=0 avg300=0 total=1\n"
            .formatted(percent));
  }

  private void cgroup(String name, String limit, long used, long cache) throws IOException {
    String folder = "sys/fs/cgroup/" + name;
    write(folder + "/memory.max", limit + "\n");
    write(folder + "/memory.current", used * MB + "\n");
    write(
        folder + "/memory.stat",
        "anon 1\nfile 7\ninactive_file %d\nactive_file %d\nslab_reclaimable 0\nslab 9\n"
            .formatted(cache * MB / 2, cache * MB / 2));
  }

  @BeforeEach
  void plenty() throws IOException {
    available(4096);
    stalled("0.00");
  }

  @Test
  void isThatOfTheMachineWhereNoCgroupLimitsUs() throws Exception {
    write("proc/self/cgroup", "4:memory:/old\n0::/user/me\n");
    cgroup("user/me", "max", 100, 0);

    Memory memory = Memory.under(root);
    assertThat(memory.total()).isEqualTo(8192 * MB);
    assertThat(memory.available()).isEqualTo(4096 * MB);
  }

  @Test
  void isThatOfTheTightestCgroupAroundUsWithItsFileCache() throws Exception {
    write("proc/self/cgroup", "0::/box/inner\n");
    cgroup("box", Long.toString(1000 * MB), 900, 150);
    cgroup("box/inner", Long.toString(2000 * MB), 500, 0);

    Memory memory = Memory.under(root);
    assertThat(memory.total()).isEqualTo(1000 * MB);
    assertThat(memory.available()).isEqualTo(250 * MB);

    cgroup("box/inner", Long.toString(2000 * MB), 1990, 0);
    assertThat(memory.available()).isEqualTo(10 * MB);
  }

  @Test
  void isUnknownWhereNothingTells() throws Exception {
    Files.delete(root.resolve("proc/meminfo"));
    Files.delete(root.resolve("proc/pressure/memory"));

    assertThat(Memory.under(root).available()).isNegative();
    assertThat(Memory.under(root).stalled()).isZero();
  }

  @Test
  void holdsBackUnderTheFloorUntilItIsClearlyBetter() throws Exception {
    var gate = new MemoryGate(Memory.under(root), 512 * MB, said::add);
    assertThat(gate.limit()).isEqualTo(Integer.MAX_VALUE);

    available(312);
    gate.look(true);
    assertThat(gate.limit()).isOne();
    gate.look(true);
    assertThat(said).containsExactly("holding back: 312 MB of memory free, floor 512 MB");

    available(600);
    gate.look(true);
    assertThat(gate.limit()).isOne();

    available(640);
    gate.look(true);
    assertThat(gate.limit()).isEqualTo(Integer.MAX_VALUE);
    assertThat(said).hasSize(2).last().isEqualTo("going on: 640 MB of memory free");
  }

  @Test
  void saysNothingWhereItHoldsNothingBack() throws Exception {
    available(1);
    var gate = new MemoryGate(Memory.under(root), 512 * MB, said::add);
    assertThat(gate.limit()).as("from the start").isOne();
    gate.look(false);
    available(4096);
    gate.look(true);

    assertThat(gate.limit()).isEqualTo(Integer.MAX_VALUE);
    assertThat(said).isEmpty();
  }

  @Test
  void holdsBackWhileProcessesWaitForMemory() throws Exception {
    var gate = new MemoryGate(Memory.under(root), 512 * MB, said::add);
    stalled("20.01");
    gate.look(true);
    assertThat(gate.limit()).isOne();
    assertThat(said)
        .containsExactly("holding back: processes have waited for memory 20 % of the last 10 s");

    stalled("12.00");
    gate.look(true);
    assertThat(gate.limit()).isOne();
    stalled("9.50");
    gate.look(true);
    assertThat(gate.limit()).isEqualTo(Integer.MAX_VALUE);
  }
}

package orchestrate.coordinator.doctor;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import orchestrate.coordinator.pool.PoolFacts;
import orchestrate.ipc.os.RobustList;
import orchestrate.ipc.os.SystemCall;
import orchestrate.ipc.wait.Futex;
import orchestrate.ipc.wait.FutexWait;
import org.jspecify.annotations.Nullable;

/** What the kernel and the C library do for us. */
final class SystemChecks {
  private static final String LINUX = "use Linux on x86-64 or aarch64";

  private SystemChecks() {}

  static List<Finding> all() throws InterruptedException {
    return List.of(
        kernel(), futex(), vector(), robustList(), spawn(), environments(), cgroup(), kills());
  }

  private static Finding kernel() {
    String found =
        "%s %s on %s"
            .formatted(
                System.getProperty("os.name"),
                System.getProperty("os.version"),
                System.getProperty("os.arch"));
    return SystemCall.known()
        ? Finding.ok("kernel", found)
        : Finding.missing("kernel", found, "what follows has to be done in slower ways", LINUX);
  }

  private static Finding futex() {
    return Futex.AVAILABLE
        ? Finding.ok("futex", "a wait for another process ends at once")
        : Finding.missing(
            "futex",
            "none that we can call, or orchestrate.wait=portable",
            "whoever waits for another process looks again and again, up to a millisecond apart",
            LINUX);
  }

  private static Finding vector() {
    return Futex.AVAILABLE && FutexWait.waitsForMany()
        ? Finding.ok("futex_waitv", "one wait for many")
        : Finding.missing(
            "futex_waitv",
            "not there",
            "a death is seen within 5 ms, not at once, and virtual threads wait by looking again"
                + " and again",
            "use Linux 5.16 or newer; a container's seccomp profile may forbid it");
  }

  private static Finding robustList() throws InterruptedException {
    String refusal = Futex.AVAILABLE ? refusal() : "no futexes";
    return refusal == null
        ? Finding.ok("robust list", "the kernel says at once who has died")
        : Finding.missing(
            "robust list",
            refusal,
            "what a killed process held comes back only when somebody asks whether it still lives",
            "a container's seccomp profile may forbid set_robust_list");
  }

  /** On a thread of its own: it replaces the list that the C library keeps for the thread. */
  private static @Nullable String refusal() throws InterruptedException {
    var refusal = new AtomicReference<@Nullable String>();
    Thread trial =
        Thread.ofPlatform()
            .start(
                () -> {
                  MemorySegment word = Arena.global().allocate(Integer.BYTES, Integer.BYTES);
                  var list = new RobustList();
                  try {
                    list.watch(word.address());
                    list.clear();
                  } catch (UnsupportedOperationException e) {
                    refusal.set(e.getMessage());
                  }
                });
    trial.join();
    return refusal.get();
  }

  private static Finding spawn() {
    return PoolFacts.haveSpawn()
        ? Finding.ok("posix_spawn", "commands begin fast, and a guard ends what outlives a run")
        : Finding.missing(
            "posix_spawn",
            "lacks posix_spawn_file_actions_addclosefrom_np",
            "commands begin more slowly, and if orchestrate and a worker are killed together, what"
                + " they have started may run on",
            "use a C library like glibc 2.34 or newer");
  }

  /** By their environment processes are found that have left their session. */
  private static Finding environments() {
    return ProcessHandle.current().parent().isPresent() && OwnChild.environmentIsReadable()
        ? Finding.ok("/proc", "shows us the environment of what we start")
        : Finding.missing(
            "/proc",
            "doesn't show us the environment of what we start",
            "what a task leaves running in a session of its own is not found, and goes on",
            "mount /proc, with no option that hides a user's own processes");
  }

  private static Finding cgroup() {
    return PoolFacts.haveCgroup()
        ? Finding.ok("cgroup", "each run gets one of its own, which nothing can leave")
        : Finding.missing(
            "cgroup",
            "version 2 is not there, or we may make none",
            "a process with a session of its own and a wiped environment lives on if orchestrate"
                + " and its worker are killed in the same instant",
            "run it under systemd: systemd-run --user --scope -p Delegate=yes orchestrate run ...");
  }

  private static Finding kills() {
    return PoolFacts.knowOutOfMemoryKills()
        ? Finding.ok("oom_kill", "the kernel says what it has killed for lack of memory")
        : Finding.missing(
            "oom_kill",
            "can't be read of a cgroup",
            "of what was killed it is not known whether that was for lack of memory",
            "use cgroup version 2");
  }
}

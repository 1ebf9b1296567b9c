package orchestrate.worker.process;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** Processes that are known by a variable in their environment, or by an argument. */
public final class MarkedProcesses {
  private MarkedProcesses() {}

  /**
   * Those of this user that were started with the variable.
   *
   * @param variable name and value: {@code NAME=VALUE}
   * @return their ids; none on a system other than Linux, which does not show it
   */
  public static List<Long> with(String variable) {
    return ProcessHandle.allProcesses()
        .map(ProcessHandle::pid)
        .filter(pid -> Arrays.asList(environment(pid)).contains(variable))
        .toList();
  }

  /**
   * Those that have the text as one of their arguments.
   *
   * @return their ids; none on a system other than Linux
   */
  public static List<Long> withArgument(String text) {
    return ProcessHandle.allProcesses()
        .map(ProcessHandle::pid)
        .filter(pid -> Arrays.asList(texts(pid, "cmdline")).contains(text))
        .toList();
  }

  /** Empty if it has ended, or may not be looked into. */
  static String[] environment(long process) {
    return texts(process, "environ");
  }

  private static String[] texts(long process, String file) {
    try {
      byte[] bytes = Files.readAllBytes(Path.of("/proc/" + process + "/" + file));
      return new String(bytes, ISO_8859_1).split("\0", -1);
    } catch (IOException e) {
      return new String[0];
    }
  }
}

package orchestrate.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A process of this machine, as /proc shows it.
 *
 * @param command its program and arguments, with spaces between them
 * @param state its state, parent, group and session: {@code S 1 4711 4711}
 */
record RunningProcess(long pid, String command, String state) {
  /** Those whose environment has this {@code NAME=VALUE}. One that has ended has no environment. */
  static List<RunningProcess> withVariable(String variable) {
    var found = new ArrayList<RunningProcess>();
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(Path.of("/proc"), "[1-9]*")) {
      for (Path folder : folders) {
        if (("\0" + text(folder.resolve("environ"))).contains("\0" + variable + "\0")) {
          String command = text(folder.resolve("cmdline")).replace('\0', ' ').strip();
          String stat =
              text(folder.resolve("stat")).replaceFirst(".*\\) (\\S( \\d+){3}).*\\s*", "$1");
          found.add(
              new RunningProcess(Long.parseLong(folder.getFileName().toString()), command, stat));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return found;
  }

  private static String text(Path file) {
    try {
      return Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      return ""; // It has ended, or is somebody else's.
    }
  }

  void kill() {
    ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
  }
}

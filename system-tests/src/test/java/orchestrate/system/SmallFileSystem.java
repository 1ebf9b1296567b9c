package orchestrate.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/** A file system in memory with room for little; needs root. */
record SmallFileSystem(Path path) implements AutoCloseable {
  /** Mounts it; skips the test if that isn't permitted. */
  static SmallFileSystem mount(Path path, int kilobytes) throws IOException {
    Files.createDirectory(path);
    String options = "size=%dk,mode=700".formatted(kilobytes);
    Assumptions.assumeTrue(
        call("mount", "-t", "tmpfs", "-o", options, "tmpfs", path.toString()),
        "file systems can't be mounted");
    return new SmallFileSystem(path);
  }

  @Override
  public void close() throws IOException {
    if (!call("umount", "--lazy", path.toString())) {
      throw new IOException("can't unmount " + path);
    }
  }

  private static boolean call(String... command) throws IOException {
    var builder = new ProcessBuilder(List.of(command));
    builder.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD);
    return builder.start().onExit().join().exitValue() == 0;
  }
}

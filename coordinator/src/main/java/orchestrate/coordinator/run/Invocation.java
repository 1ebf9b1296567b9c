package orchestrate.coordinator.run;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import orchestrate.ipc.os.OwnerOnly;

/**
 * How a run was called, in the file {@code command} of its folder: so that it can be resumed with
 * the same options.
 *
 * @param folder the working folder, absolute: what the arguments name is relative to it
 * @param arguments those behind {@code orchestrate run}
 */
public record Invocation(Path folder, List<String> arguments) {
  private static final String FILE = "command";

  /** No argument has it. */
  private static final String SEPARATOR = "\0";

  /** The kernel takes fewer. */
  private static final long MOST_BYTES = 1 << 24;

  public Invocation {
    arguments = List.copyOf(arguments);
  }

  /** That of this process. */
  public static Invocation here(List<String> arguments) {
    return new Invocation(Path.of("").toAbsolutePath(), arguments);
  }

  /** Keeps it for a run that begins. */
  public void write(Path runFolder) throws IOException {
    var parts = new ArrayList<String>();
    parts.add(folder.toString());
    parts.addAll(arguments);
    Path file = Files.createFile(runFolder.resolve(FILE), OwnerOnly.FILE);
    Files.write(file, String.join(SEPARATOR, parts).getBytes(UTF_8));
  }

  /**
   * That of a run.
   *
   * @throws NoSuchFileException if it was not kept: by an earlier version
   */
  public static Invocation read(Path runFolder) throws IOException {
    Path file = runFolder.resolve(FILE);
    var attributes =
        Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    if (!attributes.isRegularFile() || attributes.size() > MOST_BYTES) {
      throw new IOException(file + " does not say how the run was called");
    }
    List<String> parts = List.of(Files.readString(file).split(SEPARATOR, -1));
    return new Invocation(Path.of(parts.getFirst()), parts.subList(1, parts.size()));
  }
}

package orchestrate.coordinator.cli.sync;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.NoSuchElementException;
import orchestrate.ipc.session.Session;
import orchestrate.ipc.session.SessionFolders;
import org.jspecify.annotations.Nullable;

/**
 * Which session is meant: the one that the command line names, else the one that the environment
 * names (in a task: that of its run), else the user's own.
 *
 * @param folder of the session
 * @param mayBeMade whether it is made if there is none: not if the environment names it, because
 *     then somebody had it who is gone
 */
record Place(Path folder, boolean mayBeMade) {
  static final String VARIABLE = "ORCHESTRATE_SESSION";

  private static final Path FALLBACK = Path.of(".orchestrate", "session");

  static Place of(@Nullable Path named) throws IOException {
    if (named != null) {
      return new Place(named, true);
    }
    String ofEnvironment = System.getenv(VARIABLE);
    if (ofEnvironment != null && !ofEnvironment.isEmpty()) {
      return new Place(Path.of(ofEnvironment), false);
    }
    return new Place(SessionFolders.standard(FALLBACK).shared(), true);
  }

  Session join(String label) throws IOException {
    try {
      return mayBeMade ? Session.openOrCreate(folder, label) : Session.open(folder, label);
    } catch (NoSuchFileException e) {
      throw new NoSuchElementException(whyNot(), e);
    }
  }

  boolean exists() {
    return Files.exists(folder);
  }

  private String whyNot() {
    Path parent = folder.toAbsolutePath().getParent();
    if (Files.exists(folder)) {
      return folder + " is no session; name another folder, or remove it";
    } else if (mayBeMade) {
      return "can't make the session %s: there is no folder %s".formatted(folder, parent);
    }
    return "there is no session %s, which %s names; its run may be over (--session makes one)"
        .formatted(folder, VARIABLE);
  }
}

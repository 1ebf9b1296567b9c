package orchestrate.coordinator.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import orchestrate.ipc.queue.SharedQueue;
import orchestrate.ipc.session.Session;
import orchestrate.ipc.session.SessionFolders;
import org.jspecify.annotations.Nullable;

/** A run of this user that is under way in another process. */
public record RunningRun(String id, Path session) {
  /** A run's id, and what makes the folder of its session one of a kind. */
  private static final Pattern FOLDER =
      Pattern.compile("(%s)-\\d+-\\d+-\\d+".formatted(RunFolder.ID_FORM));

  private static final Pattern ID = Pattern.compile("\\d.*");

  /** All of them, oldest first. */
  public static List<RunningRun> all() throws IOException {
    Path fallback = RunFolder.sessionsOf(Path.of("").toAbsolutePath());
    return SessionFolders.standard(fallback).living().stream()
        .flatMap(RunningRun::of)
        .sorted(Comparator.comparing(RunningRun::id))
        .toList();
  }

  private static Stream<RunningRun> of(Path folder) {
    Matcher match = FOLDER.matcher(String.valueOf(folder.getFileName()));
    return match.matches() ? Stream.of(new RunningRun(match.group(1), folder)) : Stream.empty();
  }

  /** The folders that the sessions of a run may have left, or have. */
  public static List<Path> sessionsOf(RunFolder run) throws IOException {
    Path base = SessionFolders.standard(run.sessions()).base();
    try (Stream<Path> entries = Files.list(base)) {
      return entries.filter(entry -> of(entry).anyMatch(one -> one.id().equals(run.id()))).toList();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /** Whether its job file is in this folder. */
  public boolean isOf(Path jobFolder) {
    return Files.isDirectory(RunFolder.runsOf(jobFolder).resolve(id));
  }

  /** Whether this is meant for the id of a run: tasks' names begin with a letter. */
  public static boolean isId(String text) {
    return ID.matcher(text).matches();
  }

  /**
   * Asks it to end, or a part of it.
   *
   * @return what it says to each request; null for those that it gave no answer to in time
   */
  public List<@Nullable CancelAnswer> cancel(List<CancelRequest> requests, Duration patience)
      throws IOException, InterruptedException {
    try (Session joined = Session.open(session, "cancel")) {
      SharedQueue<String> answers = CancelRequests.answers(joined, ProcessHandle.current().pid());
      SharedQueue<String> queue = CancelRequests.queue(joined);
      var said = new ArrayList<@Nullable CancelAnswer>();
      for (CancelRequest request : requests) {
        queue.put(request.text());
        String answer = answers.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
        said.add(answer == null ? null : CancelAnswer.parse(answer));
      }
      return said;
    }
  }
}

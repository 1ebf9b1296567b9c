package orchestrate.coordinator.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import orchestrate.coordinator.files.Artifacts;
import orchestrate.coordinator.files.JobFiles;
import orchestrate.coordinator.files.OwnFolder;
import orchestrate.coordinator.plan.PlannedTask;
import orchestrate.ipc.os.OwnerOnly;

/**
 * The durable files of one run: {@code .orchestrate/runs/ID/} beside the job file.
 *
 * @param id sorts by start time, to the millisecond
 */
public record RunFolder(String id, Path path) {
  /** In UTC: where summer ends, a later run would have an earlier name. */
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss-SSS", Locale.ROOT).withZone(ZoneOffset.UTC);

  /** What an id looks like. */
  static final String ID_FORM = "\\d{8}-\\d{6}-\\d{3}-[0-9a-f]{4}";

  /** What is kept between the runs of the jobs in this folder. */
  public static Path stateOf(Path jobFolder) {
    return jobFolder.resolve(JobFiles.STATE);
  }

  /** What only saves time, and may be deleted when no run is under way. */
  static Path cacheOf(Path jobFolder) {
    return stateOf(jobFolder).resolve("cache");
  }

  /** Where the compiled Java sources of the jobs in this folder are kept. */
  public static Path javaCacheOf(Path jobFolder) {
    return cacheOf(jobFolder).resolve("java");
  }

  /** The folders of all runs of the jobs in this folder. */
  public static Path runsOf(Path jobFolder) {
    return stateOf(jobFolder).resolve("runs");
  }

  /** When the run with this id began; empty if no run has such an id. */
  public static Optional<Instant> beginOf(String id) {
    try {
      return id.matches(ID_FORM)
          ? Optional.of(Instant.from(TIME.parse(id.substring(0, id.lastIndexOf('-')))))
          : Optional.empty();
    } catch (DateTimeParseException noTime) {
      return Optional.empty();
    }
  }

  /** Makes the folder of a new run. */
  public static RunFolder create(Path jobFolder, Beginning beginning) throws IOException {
    RunFolder folder = create(jobFolder);
    beginning.write(folder.path());
    return folder;
  }

  /** Makes that of one that does not say yet how it begins, and so is nobody's. */
  public static RunFolder create(Path jobFolder) throws IOException {
    // Only to tell apart the runs that start together; a secure one takes long to get ready.
    int random = ThreadLocalRandom.current().nextInt();
    String id = TIME.format(Instant.now()) + "-" + HexFormat.of().toHexDigits(random, 4);
    OwnFolder.make(stateOf(jobFolder));
    Path runs = OwnFolder.make(runsOf(jobFolder));
    Path path = Files.createDirectory(runs.resolve(id), OwnerOnly.FOLDER);
    Files.createDirectory(path.resolve("logs"), OwnerOnly.FOLDER);
    return new RunFolder(id, path);
  }

  /** Where the sessions of this job folder's runs are, if there is no place for them in memory. */
  static Path sessionsOf(Path jobFolder) {
    return stateOf(jobFolder).resolve("sessions");
  }

  /** Where the run's session is, if there is no place for it in memory. */
  Path sessions() {
    return path.resolve("../../sessions").normalize();
  }

  public Path logs() {
    return path.resolve("logs");
  }

  /** Where the files go that an instance has left for people. */
  Path artifactsOf(PlannedTask task, long instance) {
    Path ofTask = Artifacts.folderIn(path, task.name());
    return task.isFanOut() ? ofTask.resolve(Long.toString(instance)) : ofTask;
  }

  public Path result() {
    return path.resolve("result.json");
  }

  /** Logs of a fan-out stand in a folder of their own. */
  void makeLogFolder(String task) {
    Path logs = logs().resolve(task);
    try {
      Files.createDirectories(logs, OwnerOnly.FOLDER); // also if a task has deleted all logs
    } catch (IOException e) {
      throw new UncheckedIOException("can't make the folder for logs " + logs, e);
    }
  }
}

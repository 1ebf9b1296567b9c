package orchestrate.coordinator.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import orchestrate.config.Explanation;
import orchestrate.config.ReportPaths;
import orchestrate.coordinator.ci.CiCommands;
import orchestrate.coordinator.ci.CiLog;
import orchestrate.coordinator.ci.SummaryPlace;
import orchestrate.coordinator.plan.Plan;
import orchestrate.ipc.os.OwnerOnly;

/** Tells a CI system how a run has ended, as far as the system can show it. */
public final class CiReport {
  /** GitHub shows nothing of a step that has written more. */
  private static final int MOST_BYTES = 1 << 20;

  private final Plan plan;
  private final RunSummary summary;
  private final RunFiles files;
  private final CiLog log;

  public CiReport(Plan plan, RunSummary summary, RunFiles files, CiLog log) {
    this.plan = plan;
    this.summary = summary;
    this.files = files;
    this.log = log;
  }

  /**
   * Tells it.
   *
   * @param reports those that have been written
   * @return for a person, what could not be told, and why; empty if all could
   */
  public List<String> tell(ReportPaths reports) {
    var troubles = new ArrayList<String>();
    CiCommands commands = log.commands();
    try {
      new TaskAnnotations(plan.job(), summary, files)
          .all()
          .forEach(annotation -> log.tell(commands.annotate(annotation)));
    } catch (IOException e) {
      troubles.add("what failed can't be shown at its tasks: " + Explanation.of(e));
    }
    log.tell(commands.conclude(FinalReport.verdict(summary, Colours.NONE)));
    SummaryPlace place = commands.summary(files.summary());
    if (place != null) {
      try {
        append(place.file(), new MarkdownSummary(summary, files, reports).text());
        log.tell(place.afterwards());
      } catch (IOException e) {
        troubles.add("the summary for the CI system can't be written: " + Explanation.of(e));
      }
    }
    return troubles;
  }

  /** In one write: others may add to it, too. */
  private static void append(Path file, String text) throws IOException {
    byte[] bytes = text.getBytes(UTF_8);
    try (FileChannel channel =
        FileChannel.open(
            file,
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND),
            OwnerOnly.FILE)) {
      if (channel.size() + bytes.length > MOST_BYTES) {
        throw new IOException(
            "%s has %d KiB already, and no room for %d more: 1 MiB is all that is shown"
                .formatted(file, channel.size() >> 10, bytes.length >> 10));
      }
      var buffer = ByteBuffer.wrap(bytes);
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
    }
  }
}

package orchestrate.ipc.session;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import orchestrate.ipc.memory.MappedRegion;
import orchestrate.ipc.os.ProcessStat;
import orchestrate.ipc.participant.Mortality;
import orchestrate.ipc.participant.ParticipantTable;

/** Sessions' folders as they look when the process that was at them has died. */
public final class DeadCreators {
  private DeadCreators() {}

  /** What this process made in that folder was made by a process that is dead now. */
  public static void of(Path base) throws IOException {
    for (Path entry : entries(base)) {
      if (FolderTree.processAt(entry).isEmpty()) {
        killAllIn(entry);
      } else if (FolderTree.processAt(entry).get().equals(ProcessStat.self())) {
        ProcessStat earlier = new ProcessStat(ProcessStat.self().pid(), 0);
        Files.move(entry, FolderTree.temporaryName(base.resolve("dead"), earlier));
      }
    }
  }

  /** What stands in the folder; nothing if there is none. */
  public static List<Path> entries(Path base) throws IOException {
    if (Files.notExists(base)) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(base)) {
      return entries.toList();
    }
  }

  private static void killAllIn(Path session) throws IOException {
    try (MappedRegion control =
        MappedRegion.open(session.resolve(Session.CONTROL_FILE), ParticipantTable.BYTES)) {
      Mortality.killAllBut(Set.of(), new ParticipantTable(control));
    }
  }
}

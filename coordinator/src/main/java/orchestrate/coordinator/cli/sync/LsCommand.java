package orchestrate.coordinator.cli.sync;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import orchestrate.coordinator.cli.Table;
import orchestrate.coordinator.report.RunningTasks;
import orchestrate.ipc.session.Session;
import picocli.CommandLine;
import tools.jackson.databind.json.JsonMapper;

/** {@code orchestrate sync ls}. */
@CommandLine.Command(
    name = "ls",
    description = "Lists what there is in the session: its state, who holds it, who waits for it.",
    mixinStandardHelpOptions = true)
final class LsCommand implements Callable<Integer> {
  private static final List<String> TITLES = List.of("name", "kind", "state", "held by", "waiting");

  @CommandLine.ParentCommand private SyncCommand sync = new SyncCommand();

  @CommandLine.Option(names = "--json", description = "For programs.")
  private boolean json;

  @Override
  public Integer call() throws IOException, InterruptedException {
    Place place = sync.place();
    if (!place.exists()) {
      print(place, List.of());
      return 0;
    }
    return sync.act("sync ls", session -> list(place, session));
  }

  private int list(Place place, Session session) {
    var tasks = new RunningTasks(session);
    print(place, session.objects().stream().map(object -> ObjectView.of(object, tasks)).toList());
    if (!json) {
      RunningTasks.deadlock(session).ifPresent(deadlock -> Text.print(deadlock, tasks));
    }
    return 0;
  }

  private void print(Place place, List<ObjectView> objects) {
    if (json) {
      System.out.println(
          JsonMapper.shared()
              .writeValueAsString(
                  Map.of(
                      "session", place.folder().toString(),
                      "objects", objects.stream().map(ObjectView::toMap).toList())));
    } else if (objects.isEmpty()) {
      System.out.println("nothing in session " + place.folder());
    } else {
      var rows = new ArrayList<List<String>>();
      rows.add(TITLES);
      objects.forEach(object -> rows.add(object.row()));
      Table.print(rows, System.out);
    }
  }
}

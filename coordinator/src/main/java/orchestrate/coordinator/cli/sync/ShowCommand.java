package orchestrate.coordinator.cli.sync;

import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.Callable;
import orchestrate.config.Printable;
import orchestrate.coordinator.cli.Table;
import orchestrate.coordinator.report.RunningTasks;
import orchestrate.ipc.session.Session;
import picocli.CommandLine;
import tools.jackson.databind.json.JsonMapper;

/** {@code orchestrate sync show}. */
@CommandLine.Command(
    name = "show",
    description = "Shows one object: its state, who holds it, who waits for it, and how long.",
    mixinStandardHelpOptions = true)
final class ShowCommand implements Callable<Integer> {
  @CommandLine.ParentCommand private SyncCommand sync = new SyncCommand();

  @CommandLine.Parameters(paramLabel = "NAME", description = "The object.")
  private String name = "";

  @CommandLine.Option(names = "--json", description = "For programs.")
  private boolean json;

  @Override
  public Integer call() throws InterruptedException {
    return sync.act("sync show", this::show);
  }

  private int show(Session session) {
    var tasks = new RunningTasks(session);
    ObjectView object =
        session.objects().stream()
            .filter(candidate -> candidate.name().equals(name))
            .findFirst()
            .map(found -> ObjectView.of(found, tasks))
            .orElseThrow(
                () ->
                    new NoSuchElementException(
                        "there is no '%s' in session %s; `orchestrate sync ls` lists what there is"
                            .formatted(name, session.folder())));
    if (json) {
      System.out.println(JsonMapper.shared().writeValueAsString(object.toMap()));
    } else {
      print(object, tasks);
      RunningTasks.deadlock(session)
          .filter(deadlock -> deadlock.circle().stream().anyMatch(l -> l.object().equals(name)))
          .ifPresent(deadlock -> Text.print(deadlock, tasks));
    }
    return 0;
  }

  private static void print(ObjectView object, RunningTasks tasks) {
    System.out.println(
        Printable.text("%s '%s': %s".formatted(object.kind(), object.name(), object.state())));
    var rows = new ArrayList<List<String>>();
    object
        .holders()
        .forEach(
            (who, count) ->
                rows.add(List.of("held by", tasks.describe(who), Integer.toString(count))));
    object.heldFor().forEach(task -> rows.add(List.of("for", task, "")));
    object
        .waiting()
        .forEach(
            waiter ->
                rows.add(
                    List.of(
                        "waiting",
                        "%s, thread %d"
                            .formatted(tasks.describe(waiter.participant()), waiter.thread()),
                        Text.of(waiter.waited()))));
    Table.print(rows, System.out);
  }
}

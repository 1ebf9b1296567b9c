package orchestrate.worker;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import orchestrate.worker.mask.Mask;
import orchestrate.worker.probe.ExecProbe;
import orchestrate.worker.probe.LogProbe;
import orchestrate.worker.probe.PortProbe;
import orchestrate.worker.probe.Probe;
import orchestrate.worker.probe.Prober;
import orchestrate.worker.process.Command;
import orchestrate.worker.process.PipeEnds;
import orchestrate.worker.protocol.Readiness;
import orchestrate.worker.protocol.Run;
import orchestrate.worker.protocol.TaskDefinition.Service;
import org.jspecify.annotations.Nullable;

/** Tells the coordinator when the service that a lane runs is ready, or that it isn't in time. */
final class ServiceWatch implements AutoCloseable {
  private final Run run;
  private final Service service;
  private final Lane lane;
  private @Nullable Prober prober;

  private ServiceWatch(Run run, Service service, Lane lane) {
    this.run = run;
    this.service = service;
    this.lane = lane;
  }

  /**
   * The service has started.
   *
   * @param command that it is
   */
  static ServiceWatch begin(Run run, Service service, Command command, Lane lane) {
    var watch = new ServiceWatch(run, service, lane);
    List<String> values = run.values().getLast();
    switch (service.probe()) {
      case NONE -> watch.answer(null);
      case PORT -> watch.ask(new PortProbe(Integer.parseInt(values.getFirst())));
      case LOG -> watch.ask(new LogProbe(command.log(), values.getFirst()));
      case EXEC -> watch.ask(watch.exec(values, command));
    }
    return watch;
  }

  private Probe exec(List<String> values, Command ofService) {
    var command =
        new Command(
            values.subList(1, values.size()),
            ofService.directory(),
            ofService.variables(),
            lane.logFiles().ofProbe(run.task().name(), run.attempt()),
            ofService.mask(),
            PipeEnds.USUAL);
    return new ExecProbe(values.getFirst(), command, lane::probeLauncher);
  }

  private void ask(Probe probe) {
    prober = Prober.start(run.task().name(), probe, service.patience(), this::answer);
  }

  private void answer(@Nullable String lacking) {
    if (lacking != null) {
      tell(
          Map.of(),
          "not ready within %.1f s; %s".formatted(service.patience().toMillis() / 1e3, lacking));
      return;
    }
    try {
      Map<String, String> outputs = OutputsFile.take(lane.outputsFile());
      MaskedEnding.check(outputs, run.task());
      tell(outputs, null);
    } catch (IOException e) {
      tell(Map.of(), "ready, but " + e.getMessage());
    }
  }

  private void tell(Map<String, String> outputs, @Nullable String lacking) {
    Mask mask = KnownSecrets.mask();
    String masked = lacking == null || mask == null ? lacking : mask.text(lacking);
    lane.send(new Readiness(run.task().number(), run.attempt(), outputs, masked));
  }

  /** The service has ended. */
  @Override
  public void close() {
    if (prober != null) {
      prober.close();
    }
  }
}

package orchestrate.coordinator.export;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Map;
import orchestrate.coordinator.files.Sha256;
import orchestrate.coordinator.otlp.Attributes;
import orchestrate.coordinator.otlp.OtlpException;
import orchestrate.coordinator.otlp.OtlpSettings;
import orchestrate.coordinator.otlp.Scope;
import orchestrate.coordinator.otlp.SpanSender;
import orchestrate.coordinator.plan.Plan;
import orchestrate.coordinator.report.Version;
import orchestrate.worker.protocol.TraceContext;
import org.jspecify.annotations.Nullable;

/**
 * The spans that a run sends to OpenTelemetry's collector.
 *
 * @param settings where to, and how
 * @param run the span of the run; those of tasks and attempts follow from it
 * @param parent the span that the run is part of; 0 if it begins its trace
 * @param since when this process took up the run, in milliseconds since 1970: what ended before has
 *     been sent by another
 */
public record Telemetry(OtlpSettings settings, TraceContext run, long parent, long since) {
  private static final Path HOST_NAME = Path.of("/proc/sys/kernel/hostname");

  /**
   * What the environment asks for.
   *
   * <p>The trace of a run that no other span is above is named after the run, so that one that is
   * resumed goes on in its trace; each time it has a span of its own.
   *
   * @param runFolder whose name is the run's id
   * @param segment how often it was taken up
   * @return null if nobody wants spans, or a trace that the run is part of is not kept
   * @throws OtlpException if somebody does, but not as we can
   */
  public static @Nullable Telemetry of(
      Map<String, String> environment, Path runFolder, int segment, long since)
      throws OtlpException {
    OtlpSettings settings = OtlpSettings.of(environment);
    if (settings == null) {
      return null;
    }
    Path folder = runFolder.toAbsolutePath().normalize();
    String named = new Sha256().add(hostName()).add(folder.toString()).hex();
    String span = new Sha256().add(named).add(Integer.toString(segment)).hex();
    var given = TraceContext.parse(environment.getOrDefault(TraceContext.VARIABLE, ""));
    if (given.isPresent() && !given.get().sampled()) {
      return null;
    }
    TraceContext above =
        given
            .map(TraceContext.Given::context)
            .orElse(new TraceContext(part(named, 0), part(named, 1), 0));
    var run = new TraceContext(above.traceHigh(), above.traceLow(), part(span, 0));
    return new Telemetry(settings, run, above.span(), since);
  }

  /** One of the numbers that a hash has. */
  private static long part(String hex, int place) {
    return HexFormat.fromHexDigitsToLong(hex, 16 * place, 16 * (place + 1));
  }

  private static String hostName() {
    try {
      return Files.readString(HOST_NAME).strip();
    } catch (IOException e) {
      return ""; // Another system than Linux: there is one attribute less.
    }
  }

  SpanSender begin(Plan plan) {
    var resource = new Attributes();
    settings.resource().forEach(resource::put);
    String name = settings.serviceName();
    resource
        .put("service.name", name == null ? "orchestrate" : name)
        .put("service.version", Version.NUMBER)
        .put("process.pid", ProcessHandle.current().pid())
        .put("cicd.pipeline.name", plan.job().name())
        .put("telemetry.sdk.name", "orchestrate")
        .put("telemetry.sdk.language", "java")
        .put("telemetry.sdk.version", Version.NUMBER);
    String host = hostName();
    if (!host.isEmpty()) {
      resource.put("host.name", host);
    }
    return SpanSender.begin(settings, resource, new Scope("orchestrate", Version.NUMBER));
  }
}

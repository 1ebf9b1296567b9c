package orchestrate.coordinator.preview;

import orchestrate.config.Action;
import orchestrate.config.Service;
import orchestrate.config.Template;
import orchestrate.coordinator.describe.TemplateText;
import orchestrate.coordinator.report.Format;

/** When a service is ready, in words. */
final class ReadyText {
  private ReadyText() {}

  /** With how long that may take. */
  static String of(Service service) {
    return service.probe() == null
        ? when(service)
        : "%s, within %s".formatted(when(service), Format.duration(service.patience().toMillis()));
  }

  static String when(Service service) {
    return switch (service.probe()) {
      case Service.Port(Template number) ->
          "ready when port %s is open".formatted(TemplateText.of(number));
      case Service.Log(Template text) ->
          "ready when it has printed `%s`".formatted(TemplateText.of(text));
      case Service.Exec(Action command) ->
          "ready when `%s` succeeds".formatted(TemplateText.of(command).strip());
      case null -> "ready when it has started";
    };
  }
}

package orchestrate.coordinator.preview;

import java.util.List;
import orchestrate.config.ForEach;
import orchestrate.config.Template;
import orchestrate.config.expression.Expression;
import orchestrate.coordinator.describe.TemplateText;

/** Says what each instance of a fan-out is for: "line of jars.txt". */
final class ItemSource {
  private ItemSource() {}

  static String of(ForEach forEach) {
    return switch (forEach) {
      case ForEach.Items _ -> "item of a list";
      case ForEach.Rows(List<String> columns, _) -> "combination of " + String.join(", ", columns);
      case ForEach.Range(long first, long last, long step) ->
          "number of %d..%d%s".formatted(first, last, step == 1 ? "" : " in steps of " + step);
      case ForEach.Files(Template glob) -> "file that matches " + TemplateText.of(glob);
      case ForEach.Lines(Template path) -> "line of " + TemplateText.of(path);
      case ForEach.Csv(Template path) -> "row of " + TemplateText.of(path);
      case ForEach.Json(Template path) -> "element of " + TemplateText.of(path);
      case ForEach.Computed(Expression list) -> "element of " + TemplateText.of(list);
    };
  }
}

package orchestrate.coordinator.ci;

import java.nio.file.Path;
import java.util.List;

/**
 * Where a summary in Markdown goes.
 *
 * @param file which it is added to
 * @param afterwards the commands that make the file known when it is written
 */
public record SummaryPlace(Path file, List<String> afterwards) {}

package orchestrate.coordinator.cli.jobfile;

import java.util.List;
import java.util.concurrent.Callable;
import orchestrate.config.JobFileException;
import orchestrate.config.Printable;
import orchestrate.coordinator.cli.ExitCode;
import orchestrate.coordinator.cli.JobOptions;
import orchestrate.coordinator.preview.DotGraph;
import orchestrate.coordinator.preview.MermaidGraph;
import orchestrate.coordinator.preview.TaskGraph;
import picocli.CommandLine;

/** {@code orchestrate graph}: a picture of a job file. */
@CommandLine.Command(
    name = "graph",
    description = {
      "Draws the tasks of a job file, and what each waits for.",
      "",
      "An arrow goes from a task to one that needs it; a dashed one, through an event. Java tasks are"
          + " rounded. It goes to standard output: orchestrate graph --format svg > job.svg"
    },
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:all went well",
      "2:something is wrong with the job file or the command line",
      "3:dot can't draw it, or another trouble of this machine, or a fault of orchestrate"
    })
public final class GraphCommand implements Callable<Integer> {
  @CommandLine.Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "dot",
      converter = GraphFormat.Converter.class,
      description =
          "dot, for Graphviz; mermaid, for Markdown pages; or svg, which takes the program dot"
              + " (default: dot).")
  private GraphFormat format = GraphFormat.DOT;

  @CommandLine.Mixin private JobOptions job = new JobOptions();

  @Override
  public Integer call() throws InterruptedException {
    try {
      var graph = TaskGraph.of(job.read());
      switch (format) {
        case DOT -> System.out.print(DotGraph.of(graph));
        case MERMAID -> System.out.print(MermaidGraph.of(graph));
        case SVG -> Graphviz.draw(DotGraph.of(graph), "svg");
      }
      return ExitCode.OK.code();
    } catch (JobFileException e) {
      System.err.print(VerdictFormat.TEXT.render(List.of(Verdict.of(job.file(), e))));
      return ExitCode.BAD_INPUT.code();
    } catch (Graphviz.UnavailableException e) {
      System.err.println("orchestrate: " + Printable.text(String.valueOf(e.getMessage())));
      return ExitCode.BROKEN.code();
    }
  }
}

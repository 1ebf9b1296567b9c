package orchestrate.coordinator.cli.jobfile;

import static java.util.Objects.requireNonNull;

import java.io.Console;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import orchestrate.config.Printable;
import orchestrate.coordinator.cli.ExitCode;
import orchestrate.coordinator.cli.jobfile.InitQuestions.Answers;
import orchestrate.coordinator.describe.ShellQuoting;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** {@code orchestrate init}: a job file to begin with. */
@CommandLine.Command(
    name = "init",
    description = {
      "Writes a job file to begin with, which runs as it is and explains itself.",
      "",
      "It never overwrites a file. At a terminal it asks what to write, unless --kind says it."
    },
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:it is written",
      "2:it is there already, or the command line is wrong; nothing was written",
      "3:this machine, or a fault of orchestrate"
    })
public final class InitCommand implements Callable<Integer> {
  private static final Path USUAL = Path.of("job.yaml");

  @CommandLine.Parameters(
      arity = "0..1",
      paramLabel = "FILE",
      defaultValue = "job.yaml",
      description = "What to write (default: job.yaml).")
  private Path file = USUAL;

  @CommandLine.Option(
      names = "--kind",
      paramLabel = "KIND",
      converter = Starter.Converter.class,
      description =
          "What the tasks are: commands; java, which writes a Java class beside it; or ci, to"
              + " build, test and package a project (default: commands).")
  private @Nullable Starter kind;

  @Override
  public Integer call() throws IOException {
    Answers answers = answers();
    if (answers == null) {
      return refuse("no answer, and so nothing was written");
    }
    Map<Path, String> texts = texts(answers);
    for (Path path : texts.keySet()) {
      String why = whyNot(path);
      if (why != null) {
        return refuse(why);
      }
    }
    try {
      for (var text : texts.entrySet()) {
        Files.writeString(text.getKey(), text.getValue(), StandardOpenOption.CREATE_NEW);
        System.out.println("wrote " + Printable.text(text.getKey().toString()));
      }
    } catch (FileAlreadyExistsException e) {
      return refuse(thereAlready(Path.of(e.getFile())));
    }
    String named = file.equals(USUAL) ? "" : " " + ShellQuoting.quote(file.toString());
    System.out.println(Printable.text("next: orchestrate run" + named));
    return ExitCode.OK.code();
  }

  @SuppressWarnings("SystemConsoleNull") // it is null where JDK 25 finds no terminal
  private @Nullable Answers answers() {
    Console console = System.console();
    if (kind == null && console != null && console.isTerminal()) {
      return new InitQuestions(console).ask();
    }
    return new Answers(kind == null ? Starter.COMMANDS : kind, "");
  }

  private Map<Path, String> texts(Answers answers) throws IOException {
    var texts = new LinkedHashMap<Path, String>();
    for (String source : answers.starter().sources()) {
      texts.put(file.resolveSibling(source), answers.starter().source(source));
    }
    texts.put(file, answers.starter().job(answers.name()));
    return texts;
  }

  /** Looked at for all before any is written. */
  private static @Nullable String whyNot(Path path) {
    Path folder = requireNonNull(path.toAbsolutePath().getParent());
    if (Files.isDirectory(path)) {
      return "%s is a folder; name a file in it: orchestrate init %s"
          .formatted(path, ShellQuoting.quote(path.resolve(USUAL).toString()));
    }
    if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      return thereAlready(path);
    }
    return Files.isDirectory(folder)
        ? null
        : "there is no folder %s to write %s; make it first: mkdir -p %s"
            .formatted(folder, path.getFileName(), ShellQuoting.quote(folder.toString()));
  }

  private static String thereAlready(Path path) {
    return "%s is there already, and never overwritten; write to another place: orchestrate init"
            .formatted(path)
        + " FOLDER/job.yaml";
  }

  private static int refuse(String why) {
    System.err.println("orchestrate: " + Printable.text(why));
    return ExitCode.BAD_INPUT.code();
  }
}

package orchestrate.config.read;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import orchestrate.config.JobFileException;
import orchestrate.config.Printable;
import orchestrate.config.Problem;
import orchestrate.config.ProblemReport;

/** All problems of the {@link ProblemCase}s, each once, as a page for people. */
final class Catalogue {
  private static final String BEGIN =
      """
      # What can be wrong with a job file

      Before anything runs, a job file is checked as a whole, and all of its problems are told at once, in the order of the
      file: `FILE:LINE:COLUMN`, what is wrong, the line with a mark below the place, and a hint on what to do where that isn't
      plain. `orchestrate validate` tells the same without running anything.

      This page has all of them, by what they are about. Look for the words around the names and numbers: those are an
      example's. It is made by a test, of the cases that the reader is tested with.
      """;

  /** Titles by the names of cases. A case that is not here comes last, for what is new in it. */
  private static final List<Topic> TOPICS =
      List.of(
          new Topic(
              "The file as a whole",
              "empty nothing-in-it no-mapping missing-top no-tasks not-utf-8 two-documents deep"),
          new Topic(
              "YAML",
              "at-sign colon-in-text control-character tab unclosed-list unclosed-quote star"
                  + " list-key carriage-return merge-key flow-expression duplicate-keys aliases"
                  + " many-aliases recursive-alias"),
          new Topic("Keys", "unknown-keys places-of-keys"),
          new Topic("Values", "wrong-types lists-for-mappings numbers values names"),
          new Topic("What a task runs, and where", "action surroundings variables output-mode"),
          new Topic("Secrets", "secrets"),
          new Topic("Params", "params choices"),
          new Topic("Expressions", "expressions syntax-of-expressions calls"),
          new Topic("Conditions and final tasks", "conditions"),
          new Topic("Items", "sources-of-items matrix"),
          new Topic("Files", "files"),
          new Topic("Order", "references cycles events"),
          new Topic("What tasks share", "declared-nothing barriers"),
          new Topic("Limits, failures and retries", "limits retry"),
          new Topic("Workers", "workers recycle"),
          new Topic("Reports", "report report-form report-path"));

  private static final String OTHERS = "Others";

  /** What of a message is the example's: what is quoted, and numbers. */
  private static final Pattern OF_THE_EXAMPLE = Pattern.compile("`[^`]*`|\\d+");

  private record Topic(String title, String cases) {
    boolean has(String name) {
      return List.of(cases.split(" ")).contains(name);
    }
  }

  private final StringBuilder page = new StringBuilder(BEGIN);
  private final Set<String> told = new HashSet<>();

  private Catalogue() {}

  static String of(List<ProblemCase> cases) {
    Map<Integer, List<ProblemCase>> byTopic = new TreeMap<>();
    for (ProblemCase one : cases) {
      byTopic.computeIfAbsent(topic(one.name()), _ -> new ArrayList<>()).add(one);
    }
    var catalogue = new Catalogue();
    byTopic.forEach(
        (topic, its) -> {
          String title = topic < TOPICS.size() ? TOPICS.get(topic).title() : OTHERS;
          int before = catalogue.page.length();
          its.forEach(one -> one.read().ifPresent(catalogue::add));
          if (catalogue.page.length() > before) {
            catalogue.page.insert(before, "\n## " + title + "\n");
          }
        });
    return catalogue.page.toString();
  }

  private static int topic(String name) {
    int topic = 0;
    while (topic < TOPICS.size() && !TOPICS.get(topic).has(name)) {
      topic++;
    }
    return topic;
  }

  private void add(JobFileException failure) {
    for (Problem problem : failure.problems()) {
      String kind = problem.text() + "\n" + problem.hint();
      if (told.add(OF_THE_EXAMPLE.matcher(kind).replaceAll("..."))) {
        add(problem);
      }
    }
  }

  /** As it is told, with its message as a headline. */
  private void add(Problem problem) {
    String report = ProblemReport.list(List.of(problem));
    page.append("\n### ").append(Printable.text(problem.text()));
    page.append("\n\n```text\n").append(report.replace(ProblemCase.FOLDER + "/", ""));
    page.append("```\n");
  }
}

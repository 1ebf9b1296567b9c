package orchestrate.coordinator.export;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.ColorScheme;
import java.io.File;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import orchestrate.coordinator.report.RunFiles;
import orchestrate.coordinator.schedule.Outcome;
import orchestrate.coordinator.schedule.TaskStatus;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page in a real browser: Chromium, which has to be installed. */
class HtmlPageTest {
  private static final String HOSTILE =
      "\"'><img src=x onerror=hacked()></script><script>hacked()</script>\u001b[2J\u202e{{data}}";

  private static final double PATIENCE_MILLIS = 60_000;

  private static Playwright playwright;
  private static Browser browser;

  @TempDir Path folder;

  /** All that a page should not do. */
  private final List<String> incidents = new ArrayList<>();

  @BeforeAll
  static void startBrowser() {
    Optional<Path> chromium =
        Stream.of("chromium", "chromium-browser", "google-chrome")
            .flatMap(
                name ->
                    Stream.of(System.getenv("PATH").split(File.pathSeparator))
                        .map(folder -> Path.of(folder, name)))
            .filter(Files::isExecutable)
            .findFirst();
    assumeTrue(
        chromium.isPresent() || System.getenv("CI") != null,
        "there is no Chromium on the PATH: the HTML report was not tried in a browser");
    assertThat(chromium).as("Chromium on the PATH, which CI has to install").isPresent();
    var environment = new HashMap<>(System.getenv());
    environment.put("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");
    // A machine that has much else to do is no failure.
    PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE_MILLIS);
    playwright = Playwright.create(new Playwright.CreateOptions().setEnv(environment));
    browser =
        playwright
            .chromium()
            .launch(
                new BrowserType.LaunchOptions()
                    .setExecutablePath(chromium.get())
                    // It can't have one as root, as in CI; it opens nothing but this page.
                    .setArgs(List.of("--no-sandbox")));
  }

  @AfterAll
  static void endBrowser() {
    if (playwright != null) {
      playwright.close();
    }
  }

  private interface Telling {
    void tell(Story story) throws Exception;
  }

  private Path write(String yaml, Telling telling) throws Exception {
    var plan = Story.plan(folder, yaml);
    Path file = folder.resolve("report.html");
    try (OutputStream out = Files.newOutputStream(file)) {
      var report = new HtmlReport(plan, new RunFiles(folder, folder), out);
      telling.tell(new Story(plan, report::accept).begin());
      report.finish();
    }
    return file;
  }

  private Path small() throws Exception {
    Path log = folder.resolve("logs/count/1.1.log");
    Files.createDirectories(log.getParent());
    Files.writeString(log, HOSTILE + "\n");
    return write(
        """
        name: "a job %s"
        tasks:
          list: { run: echo list }
          count: { needs: list, for-each: { range: 1..3 }, run: "echo ${{ item }}" }
          never: { needs: count, run: echo never }
        """
            .formatted(
                HOSTILE
                    .replace("\\", "\\\\")
                    .replace("\"", "\\\"")
                    .replace("\u001b", "\\e")
                    .replace("\u202e", "\\u202e")),
        story ->
            story
                .started(5, "list", 0, 1)
                .ended(30, "list", 0, 20, Story.OK)
                .over(30, "list", new TaskStatus.Succeeded())
                .activated(31, "count", 3)
                .started(32, "count", 0, 1)
                .ended(40, "count", 0, 5, Story.OK)
                .started(50, "count", 1, 1)
                .ended(
                    60,
                    "count",
                    1,
                    1,
                    9_000_000,
                    new Outcome.Failed(HOSTILE),
                    false,
                    story.ran("count", 1, HOSTILE, 2, 0, 60_000_000))
                .ended(70, "count", 2, 3, Story.OK)
                .over(71, "count", new TaskStatus.Failed())
                .over(71, "never", new TaskStatus.Skipped("needs count, which failed")));
  }

  private Page open(Path file, Browser.NewContextOptions options) {
    Page page = browser.newContext(options).newPage();
    page.setDefaultTimeout(PATIENCE_MILLIS);
    page.onConsoleMessage(message -> incidents.add("console: " + message.text()));
    page.onPageError(error -> incidents.add("error: " + error));
    page.onDialog(
        dialog -> {
          incidents.add("dialog: " + dialog.message());
          dialog.dismiss();
        });
    page.onRequest(
        request -> {
          if (!request.url().equals(file.toUri().toString())) {
            incidents.add("request: " + request.url());
          }
        });
    page.addInitScript("window.hacked = () => { window.wasHacked = true; }");
    page.navigate(file.toUri().toString());
    assertThat(page.locator("html")).hasAttribute("data-shown", "yes");
    return page;
  }

  private Page open(Path file) {
    return open(file, new Browser.NewContextOptions().setViewportSize(1280, 900));
  }

  @AfterEach
  void nothingHappenedThatShouldNot() {
    assertThat(incidents).isEmpty();
  }

  @Test
  void hostileTextsAreTextAndNothingElse() throws Exception {
    Page page = open(small());

    assertThat(page.locator("h1")).containsText("a job \"'><img src=x onerror=hacked()></script>");
    assertThat(page.locator("#failures .reason")).containsText("</script><script>hacked()");
    assertThat(page.locator("#failures pre")).containsText("\\x1b[2J\\u202e{{data}}");
    page.locator("#failures h3 button").click();
    page.selectOption("#table-what", "attempts");
    page.locator("#table-scroll tbody button").nth(2).click(); // count[1]
    assertThat(page.locator("#details")).containsText("onerror=hacked()");
    assertThat(page.locator("img")).hasCount(0);
    assertThat(page.locator("body script")).hasCount(2);
    assertThat(page.evaluate("window.wasHacked === undefined")).isEqualTo(true);
  }

  @Test
  void allOfItCanBeDoneWithTheKeyboard() throws Exception {
    Page page = open(small());

    // The timeline: from attempt to attempt, and to the lane below.
    page.locator("#lanes").focus();
    page.keyboard().press("ArrowRight");
    assertThat(page.locator("#timeline-live")).containsText("worker 1.0: list: ok");
    page.keyboard().press("ArrowRight");
    assertThat(page.locator("#timeline-live")).containsText("count[0] (item 0): ok");
    page.keyboard().press("ArrowDown");
    assertThat(page.locator("#timeline-live")).containsText("worker 2.0: count[1]");
    page.keyboard().press("+");
    page.keyboard().press("Enter");
    assertThat(page.locator("#details-title")).hasText("count[1]");
    page.keyboard().press("Escape");

    // The table: another list, sorted, searched, and one of its rows opened and closed.
    page.locator("#table-what").focus();
    page.keyboard().press("ArrowDown");
    assertThat(page.locator("#table-count")).hasText("4 attempts");
    Locator took = page.locator("#table-scroll thead th", with("Took"));
    took.locator("button").focus();
    page.keyboard().press("Enter");
    assertThat(took).hasAttribute("aria-sort", "descending");
    Locator firstCells = page.locator("#table-scroll tbody tr:not(.gap) td:first-child");
    assertThat(firstCells).hasText(new String[] {"list", "count[1]", "count[0]", "count[2]"});
    page.keyboard().press("Enter");
    assertThat(firstCells).hasText(new String[] {"count[2]", "count[0]", "count[1]", "list"});
    page.locator("#table-search").focus();
    page.keyboard().type("COUNT ONERROR");
    assertThat(page.locator("#table-count")).hasText("1 of 4 attempts");
    firstCells.locator("button").focus();
    page.keyboard().press("Enter");
    assertThat(page.locator("#details-title")).hasText("count[1]");
    assertThat(page.locator("#details-title")).isFocused();
    page.keyboard().press("Escape");
    assertThat(page.locator("#details")).isHidden();
    assertThat(firstCells.locator("button")).isFocused();

    // The graph.
    page.locator(".node").nth(2).focus();
    page.keyboard().press("Enter");
    assertThat(page.locator("#details")).containsText("needs count, which failed");
  }

  private static Page.LocatorOptions with(String text) {
    return new Page.LocatorOptions().setHasText(Pattern.compile("^" + text));
  }

  @Test
  void everyControlHasAName() throws Exception {
    Page page = open(small());

    Object nameless =
        page.evaluate(
            """
            () => [...document.querySelectorAll('button, select, input, [role=button], [tabindex="0"]')]
              .filter(each => !(each.getAttribute('aria-label') || each.getAttribute('aria-labelledby')
                || each.closest('label')?.textContent.trim() || each.textContent.trim()))
              .map(each => each.outerHTML)
            """);

    assertThat(nameless).isEqualTo(List.of());
    assertThat(page.locator("h1")).hasCount(1);
    assertThat(page.locator("main > section h2, main .two h2")).not().hasCount(0);
  }

  @Test
  void fitsAPhoneAndHasADarkSide() throws Exception {
    Path file = small();
    Page phone =
        open(
            file,
            new Browser.NewContextOptions()
                .setViewportSize(390, 844)
                .setIsMobile(true)
                .setHasTouch(true)
                .setColorScheme(ColorScheme.DARK));
    Page light = open(file);

    assertThat(phone.evaluate("document.documentElement.scrollWidth")).isEqualTo(390);
    phone.locator(".node").first().tap();
    assertThat(phone.locator("#details-title")).hasText("list");
    assertThat(phone.evaluate("document.documentElement.scrollWidth")).isEqualTo(390);
    String colour = "getComputedStyle(document.body).backgroundColor";
    assertThat(phone.evaluate(colour)).isNotEqualTo(light.evaluate(colour));
  }

  @Test
  void aHundredThousandAttemptsAreShown() throws Exception {
    int count = 100_000;
    Path file =
        write(
            "tasks: { many: { for-each: { range: 1..100000 }, run: \"echo ${{ item }}\" } }\n",
            story -> {
              story.activated(0, "many", count);
              for (int i = 0; i < count; i++) {
                Outcome outcome = i == 77_777 ? new Outcome.Failed("no luck") : Story.OK;
                story.ended(i / 10, "many", i, 1, outcome);
              }
            });
    long begin = System.nanoTime();
    Page page = open(file);
    System.out.printf(
        "100,000 attempts: %d KB, open after %d ms%n",
        Files.size(file) >> 10, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin));

    page.selectOption("#table-what", "attempts");
    assertThat(page.locator("#table-count")).hasText("100,000 attempts");
    // Only what is in view is there.
    assertThat(page.locator("#table-scroll tbody tr").count()).isLessThan(100);
    page.locator("#table-scroll").evaluate("box => box.scrollTo(0, box.scrollHeight)");
    assertThat(page.locator("#table-scroll tbody tr", with("many\\[99999\\]"))).isVisible();
    page.locator("#table-search").fill("luck");
    assertThat(page.locator("#table-count")).hasText("1 of 100,000 attempts");
    assertThat(page.locator("#table-scroll tbody tr", with("many\\[77777\\]"))).isVisible();
    page.locator("#table-search").fill("");
    page.selectOption("#table-state", "failed");
    assertThat(page.locator("#table-count")).hasText("1 of 100,000 attempts");
  }
}

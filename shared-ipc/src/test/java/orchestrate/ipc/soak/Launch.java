package orchestrate.ipc.soak;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.spi.ToolProvider;
import orchestrate.ipc.session.Session;
import orchestrate.ipc.testing.Eventually;
import orchestrate.ipc.testing.Jvm;

/** How a {@link PeerMain} is started: quickly, if there will be many. */
final class Launch {
  /** So many rounds of a peer that is alone show what it needs. */
  private static final int TRAINING_ROUNDS = 1000;

  private Launch() {}

  static List<String> plainly() {
    return Jvm.command(PeerMain.class, strictly(), System.getProperty("java.class.path"));
  }

  /** With an AOT cache (JEP 483), which needs a jar. It takes some seconds to make. */
  static List<String> quickly(Path folder) throws IOException {
    Path jar = jar(folder);
    Path cache = folder.resolve("peers.aot");
    String said = train(folder, command(jar, "-XX:AOTCacheOutput=" + cache));
    assertThat(cache).as("the cache of a peer that said: %s", said).isNotEmptyFile();
    return command(jar, "-XX:AOTCache=" + cache);
  }

  private static List<String> command(Path jar, String option) {
    List<String> options = new ArrayList<>(strictly());
    options.add(option);
    return Jvm.command(PeerMain.class, options, jar.toString());
  }

  /**
   * So that a lost wake-up is seen. Where nobody is woken, by looking again and again, it can't be.
   */
  private static List<String> strictly() {
    return List.of("-Dorchestrate.wait=" + System.getProperty("orchestrate.wait", "strict"));
  }

  private static Path jar(Path folder) {
    Path jar = folder.resolve("peers.jar");
    List<String> arguments = new ArrayList<>(List.of("--create", "--file", jar.toString()));
    for (Class<?> one : List.of(Session.class, PeerMain.class)) {
      arguments.addAll(List.of("-C", home(one).toString(), "."));
    }
    int code =
        ToolProvider.findFirst("jar")
            .orElseThrow()
            .run(System.out, System.err, arguments.toArray(String[]::new));
    assertThat(code).as("exit code of jar %s", arguments).isZero();
    return jar;
  }

  private static Path home(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }

  /** Returns what it wrote. */
  private static String train(Path folder, List<String> command) throws IOException {
    Path files = Files.createDirectory(folder.resolve("training"));
    Path output = files.resolve("output");
    try (Session session = Session.create(folder.resolve("training-session"), "trainer")) {
      Scores scores = new Scores(session, Subjects.roles(Subjects.of(session, files, 0)));
      Hand hand = Hand.start(command, output.toFile());
      hand.join(session.folder(), files, 1);
      Eventually.await(() -> scores.of("counter").get() > TRAINING_ROUNDS || !hand.isAlive());
      hand.dismiss();
    }
    return Files.readString(output);
  }
}

package orchestrate.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code bin/orchestrate} does before there is a JVM. */
class LauncherTest {
  @TempDir private Path folder;
  private FakeMachine machine;

  @BeforeEach
  void makeMachine() throws IOException {
    machine = new FakeMachine(folder);
  }

  @Test
  void passesArgumentsAndExitCodeOn() throws Exception {
    machine.set("JAVA_HOME", machine.jdk("jdk", "25.0.3"));

    var ended = machine.run("run", "my job.yaml", "", "-p", "a=*");

    assertThat(ended.out()).endsWith("<run>\n<my job.yaml>\n<>\n<-p>\n<a=*>\n");
    assertThat(ended.exitCode()).isEqualTo(7);
  }

  @Test
  void givesTheJvmItsOptionsAndTheJar() throws Exception {
    machine.set("JAVA_HOME", machine.jdk("jdk", "25"));

    assertThat(machine.run("run").out())
        .contains(
            "<@%1$s/config/jvm.options>\n<@%1$s/config/coordinator.options>\n"
                .formatted(machine.home()))
        .contains("<-jar>\n<%s/lib/coordinator-1.jar>\n<run>\n".formatted(machine.home()));
  }

  @Test
  void makesCachesOnceForEachJdk() throws Exception {
    machine.set("JAVA_HOME", machine.jdk("jdk", "25"));

    assertThat(machine.run("run").err())
        .isEqualTo("orchestrate: making start-up caches (once for each build; some seconds) ...\n");
    assertThat(machine.run("run").err()).isEmpty();
    assertThat(machine.run("run").out())
        .containsPattern("<-XX:AOTCache=.*-jdk-25\\+1/coordinator.aot>");
    assertThat(machine.run("sync").out()).containsPattern("<-XX:AOTCache=.*-jdk-25\\+1/sync.aot>");

    machine.set("JAVA_HOME", machine.jdk("newer jdk", "26"));
    assertThat(machine.run("run").err()).contains("making start-up caches");
    assertThat(machine.run("run").out())
        .containsPattern("<-XX:AOTCache=.*-newer jdk-26\\+1/coordinator.aot>");
  }

  @Test
  void startsAWorkerThatTheCoordinatorTellsWhatItIsFor() throws Exception {
    machine.set("JAVA_HOME", machine.jdk("jdk", "25"));
    machine.run("run");

    var ended = machine.knowsWorkers().run("run", "job.yaml");

    assertThat(ended.out()).containsPattern("<-Dorchestrate.early-worker=\\d+:9>\n<-XX:AOTCache");
    Await.until("the worker is told", () -> machine.told().equals("be a worker\n"));
    assertThat(machine.run("plan", "job.yaml").out()).doesNotContain("early-worker");
  }

  @Test
  void triesADayLaterIfCachesCouldNotBeMade() throws Exception {
    machine.set("JAVA_HOME", machine.jdk("jdk", "25")).breakCaches(true);

    assertThat(machine.run("run").err()).contains("could not be made").contains("in a day");
    assertThat(machine.run("run").err()).isEmpty();
    machine.breakCaches(false);
    assertThat(machine.run("run").err()).isEmpty();

    Path failed = machine.caches().getFirst().resolve("failed");
    Files.setLastModifiedTime(failed, FileTime.from(Instant.parse("2020-01-01T00:00:00Z")));
    assertThat(machine.run("run").err()).contains("making start-up caches");
    assertThat(machine.run("run").out()).contains("<-XX:AOTCache=");
  }

  @Test
  void makesCachesThoughSharedMemoryIsFull() throws Exception {
    machine.set("JAVA_HOME", machine.jdk("jdk", "25"));
    machine.set("XDG_RUNTIME_DIR", folder.toRealPath().resolve("home/full"));

    assertThat(machine.run("run").err()).doesNotContain("could not be made");
    assertThat(machine.run("run").out()).contains("<-XX:AOTCache=");
  }

  @Test
  void givesTheJvmALocaleThatHasAllCharacters() throws Exception {
    machine.set("JAVA_HOME", machine.jdk("jdk", "25"));
    machine.run("run");
    assertThat(machine.locale()).isEqualTo("LC_ALL=C.UTF-8 of");
    machine.set("LC_ALL", "POSIX").run("run");
    assertThat(machine.locale()).isEqualTo("LC_ALL=C.UTF-8 of POSIX");
    machine.set("LC_ALL", "de_DE.utf8").run("run");
    assertThat(machine.locale()).isEqualTo("LC_ALL=de_DE.utf8 of unset");
  }

  @Test
  void startsThroughSymbolicLinks() throws Exception {
    machine.set("JAVA_HOME", machine.jdk("jdk", "25"));
    Path first = Files.createSymbolicLink(folder.resolve("first link"), machine.launcher());
    Path second = Files.createSymbolicLink(folder.resolve("second"), first.getFileName());

    assertThat(machine.run(second.toAbsolutePath(), "run").out())
        .contains("<%s/lib/coordinator-1.jar>".formatted(machine.home()));
  }

  @Test
  void prefersItsOwnVariable() throws Exception {
    Path own = machine.jdk("own", "25");
    machine.set("ORCHESTRATE_JAVA_HOME", own).set("JAVA_HOME", machine.jdk("other", "26"));

    assertThat(machine.run().out()).startsWith("ran " + own.toRealPath());
  }

  @Test
  void passesOverAnOldJavaHomeForTheJavaOnThePath() throws Exception {
    Path onPath = machine.jdk("on path", "26-ea");
    machine.set("JAVA_HOME", machine.jdk("old", "1.8.0_402")).onPath(onPath);

    assertThat(machine.run().out()).startsWith("ran " + onPath.toRealPath());
  }

  @Test
  void looksInTheUsualFolders() throws Exception {
    machine.onPath(machine.jdk("usr/lib/jvm/java-17", "17.0.9"));
    Path jdk = machine.jdk("home/.sdkman/candidates/java/25-tem", "25.0.1");

    assertThat(machine.run().out()).startsWith("ran " + jdk.toRealPath());
  }

  @Test
  void refusesAWrongVariableOfItsOwn() throws Exception {
    machine.set("JAVA_HOME", machine.jdk("good", "25"));
    Path nothing = folder.resolve("nothing");
    Path old = machine.jdk("old", "21.0.2");
    Path jre = machine.jre("jre", "25");

    assertRefused(nothing, " has no Java: there must be bin/java and release in it");
    assertRefused(old, " is Java 21.0.2; orchestrate needs 25 or newer");
    assertRefused(jre, " has no compiler (bin/javac): name a JDK, not a JRE");
  }

  private void assertRefused(Path home, String reason) throws Exception {
    var ended = machine.set("ORCHESTRATE_JAVA_HOME", home).run("run");

    assertThat(ended.err()).isEqualTo("orchestrate: ORCHESTRATE_JAVA_HOME=" + home + reason + "\n");
    assertThat(ended.out()).isEmpty();
    assertThat(ended.exitCode()).isEqualTo(3);
  }

  @Test
  void saysWhatItFoundAndHowToGetAJdk() throws Exception {
    Path old = machine.jdk("usr/lib/jvm/java-17", "17.0.9");
    Path jre = machine.jre("opt/jdk-25", "25");

    var ended = machine.run("run");

    assertThat(ended.err())
        .isEqualTo(
            """
            orchestrate: no JDK 25 or newer was found.
            There is only:
              %s is Java 17.0.9
              %s is Java 25 without its compiler (a JRE)
            To get one:
              Debian, Ubuntu   sudo apt install openjdk-25-jdk
              Fedora           sudo dnf install java-25-openjdk-devel
              macOS            brew install openjdk@25
              SDKMAN           sdk install java 25-tem
            If you have one elsewhere: ORCHESTRATE_JAVA_HOME=/path/to/jdk
            """
                .formatted(old.toRealPath(), jre.toRealPath()));
    assertThat(ended.exitCode()).isEqualTo(3);
  }
}

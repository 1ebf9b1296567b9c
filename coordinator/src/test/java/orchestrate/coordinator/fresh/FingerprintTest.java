package orchestrate.coordinator.fresh;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import orchestrate.coordinator.files.FileStamp;
import orchestrate.coordinator.files.FileState;
import orchestrate.coordinator.fresh.Fingerprint.Kind;
import orchestrate.coordinator.fresh.Fingerprint.Part;
import org.junit.jupiter.api.Test;

class FingerprintTest {
  private static final Part COMMAND = Part.of(Kind.COMMAND);
  private static final Part CC = new Part(Kind.VARIABLE, "CC");

  private static Fingerprint of(Map<Part, String> hashes) {
    return new Fingerprint(new TreeMap<>(hashes));
  }

  private static FileState file(String hash, boolean executable, long size) {
    return new FileState(hash, executable, new FileStamp(size, 2, 3, 4), 5);
  }

  @Test
  void saysWhatChanged() {
    Fingerprint before = of(Map.of(COMMAND, "1", CC, "1"));

    assertThat(before.changesSince(before)).isEmpty();
    assertThat(of(Map.of(COMMAND, "2", CC, "1")).changesSince(before))
        .containsExactly("its command changed");
    assertThat(of(Map.of(COMMAND, "1", CC, "2")).changesSince(before))
        .containsExactly("its variable CC changed");
    assertThat(of(Map.of(COMMAND, "1")).changesSince(before))
        .containsExactly("its variable CC is gone");
    assertThat(before.changesSince(of(Map.of(COMMAND, "1"))))
        .containsExactly("its variable CC is new");
  }

  @Test
  void saysOfWhichFiles() {
    Fingerprint own = of(Map.of(COMMAND, "1"));
    Fingerprint before = own.with(Map.of("a.c", file("1", false, 1), "b.c", file("1", false, 1)));
    Fingerprint after =
        of(Map.of(COMMAND, "2"))
            .with(Map.of("b.c", file("2", false, 1), "c.c", file("1", false, 1)));

    assertThat(after.changesSince(before))
        .containsExactly("a.c is gone", "b.c changed", "c.c is new", "its command changed");
    assertThat(Reasons.of(after.changesSince(before)).brief()).isEqualTo("a.c is gone, and 3 more");
    assertThat(
            own.with(Map.of("a.c", file("1", true, 1)))
                .changesSince(own.with(Map.of("a.c", file("1", false, 1)))))
        .containsExactly("a.c changed");
  }

  @Test
  void whatAFileIsLikeOutsideDoesNotCount() {
    Fingerprint own = of(Map.of(COMMAND, "1"));

    assertThat(own.with(Map.of("a", file("1", false, 1))))
        .isEqualTo(own.with(Map.of("a", file("1", false, 7))));
  }

  @Test
  void hasAHashForAllOfIt() {
    Fingerprint one = of(Map.of(COMMAND, "1", CC, "2"));

    assertThat(one.sha256()).hasSize(64).isEqualTo(of(Map.of(CC, "2", COMMAND, "1")).sha256());
    assertThat(one.sha256()).isNotEqualTo(of(Map.of(COMMAND, "2", CC, "1")).sha256());
  }
}

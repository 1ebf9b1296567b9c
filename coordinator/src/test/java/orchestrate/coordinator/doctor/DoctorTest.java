package orchestrate.coordinator.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import orchestrate.coordinator.doctor.Finding.State;
import org.junit.jupiter.api.Test;

class DoctorTest {
  /** What the build needs is there, or this test would not run. */
  @Test
  void findsWhatIsThere() throws Exception {
    var findings = Doctor.examine(Map.of());

    assertThat(findings).extracting(Finding::name).doesNotHaveDuplicates();
    assertThat(findings)
        .filteredOn(finding -> finding.state() != State.OK)
        .allSatisfy(
            finding -> {
              assertThat(finding.lack().costs()).isNotBlank();
              assertThat(finding.lack().remedy()).isNotBlank();
            });
    assertThat(findings)
        .filteredOn(finding -> finding.state() == State.OK)
        .extracting(Finding::name)
        .contains("java", "java compiler", "java flags", "/proc", "shared memory");
  }

  @Test
  void moreTasksAtATimeWantMore() {
    assertThat(new RoomChecks(1_000_000, Map.of()).all())
        .filteredOn(finding -> finding.name().equals("shared memory"))
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.state()).isEqualTo(State.MISSING);
              assertThat(finding.found()).endsWith("558.8 GiB are wanted");
            });
  }
}

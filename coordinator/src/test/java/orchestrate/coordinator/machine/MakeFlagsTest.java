package orchestrate.coordinator.machine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MakeFlagsTest {
  @Test
  void findsTheJobserverAsMakeWritesIt() {
    MakeFlags flags = MakeFlags.of("kw -j8 --jobserver-auth=fifo:/tmp/GMfifo7 -- CC=clang");

    assertThat(flags.jobserver()).contains("fifo:/tmp/GMfifo7");
    assertThat(flags.jobs()).hasValue(8);
  }

  @Test
  void theLastOneCountsAndOlderMakesCallItOtherwise() {
    assertThat(MakeFlags.of(" -j --jobserver-auth=3,4 --jobserver-fds=5,6").jobserver())
        .contains("5,6");
    assertThat(MakeFlags.of(" -j --jobserver-fds=5,6").jobs()).isEmpty();
  }

  @Test
  void whatStandsBehindTheOptionsIsNoOption() {
    assertThat(MakeFlags.of(" -- X=--jobserver-auth=3,4 --jobserver-auth=3,4").jobserver())
        .isEmpty();
    assertThat(MakeFlags.of(null).jobserver()).isEmpty();
    assertThat(MakeFlags.of("  ").jobserver()).isEmpty();
  }

  @Test
  void replacesTheJobserverAndNothingElse() {
    MakeFlags flags = MakeFlags.of("k -j8 --jobserver-auth=3,4 --no-print-directory -- CC=clang");

    assertThat(flags.withJobserver("fifo:/x", 2))
        .hasToString("k --no-print-directory -j2 --jobserver-auth=fifo:/x -- CC=clang");
    assertThat(flags.withoutJobserver()).hasToString("k --no-print-directory -- CC=clang");
    assertThat(MakeFlags.of(" -j8 --jobserver-auth=3,4").withoutJobserver()).hasToString("");
    assertThat(MakeFlags.of(null).withJobserver("fifo:/x", 2))
        .hasToString(" -j2 --jobserver-auth=fifo:/x");
  }
}

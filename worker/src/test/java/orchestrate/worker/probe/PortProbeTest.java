package orchestrate.worker.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PortProbeTest {
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "::1"})
  void seesWhetherSomebodyListens(String loopback) throws IOException {
    InetAddress address = InetAddress.ofLiteral(loopback);
    assumeTrue(NetworkInterface.getByInetAddress(address) != null, "no " + loopback);
    PortProbe probe;
    try (var server = new ServerSocket(0, 1, address)) {
      probe = new PortProbe(server.getLocalPort());
      assertThat(probe.lacking(PATIENCE)).isNull();
    }
    assertThat(probe.lacking(PATIENCE))
        .matches("port \\d+ of 127.0.0.1 and ::1: Connection refused.*");
  }
}

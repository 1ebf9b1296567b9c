package orchestrate.worker.probe;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Whether somebody listens on a TCP port of this machine, by IPv4 or IPv6. */
public final class PortProbe implements Probe {
  /** This machine answers at once, or it is too busy to. */
  private static final Duration LONGEST = Duration.ofMillis(500);

  private static final List<byte[]> LOOPBACKS =
      List.of(
          new byte[] {127, 0, 0, 1}, new byte[] {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1});

  private final int port;

  public PortProbe(int port) {
    this.port = port;
  }

  @Override
  public @Nullable String lacking(Duration patience) throws UnknownHostException {
    Set<String> seen = new LinkedHashSet<>();
    for (byte[] loopback : LOOPBACKS) {
      var address = new InetSocketAddress(InetAddress.getByAddress(loopback), port);
      try (var socket = new Socket(Proxy.NO_PROXY)) {
        socket.connect(address, millis(patience));
        return null;
      } catch (IOException e) {
        seen.add(String.valueOf(e.getMessage()));
      }
    }
    return "port %d of 127.0.0.1 and ::1: %s".formatted(port, String.join(", ", seen));
  }

  /** Zero would be for ever. */
  private static int millis(Duration patience) {
    return (int) Math.clamp(patience.toMillis(), 1, LONGEST.toMillis());
  }
}

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;

/** What is tested: a web server that greets, and names prices. Runs on Java 11 and newer. */
public class Shop {
  private static final Map<String, String> GREETINGS =
      Map.of("en", "Welcome", "de", "Willkommen", "fr", "Bienvenue");
  private static final Map<String, String> PRICES =
      Map.of("EUR", "9.99 EUR", "USD", "10.99 USD", "JPY", "1600 JPY");

  public static void main(String[] arguments) throws IOException {
    var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          String[] asked = exchange.getRequestURI().getPath().split("/");
          String greeting = asked.length == 3 ? GREETINGS.get(asked[1]) : null;
          String price = asked.length == 3 ? PRICES.get(asked[2]) : null;
          boolean known = greeting != null && price != null;
          byte[] answer =
              (known ? greeting + ", " + price : "no such page").getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(known ? 200 : 404, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    server.start();
    int port = server.getAddress().getPort();
    String outputs = System.getenv("ORCHESTRATE_OUTPUT");
    if (outputs != null) {
      Files.writeString(
          Path.of(outputs), "port=" + port + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
    System.out.println("open on port " + port);
  }
}

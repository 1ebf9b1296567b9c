package orchestrate.pool;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A web server whose requests share one pool: many at a time, some of whose clients go away, some
 * of which take too long, and one whose worker is killed.
 */
@Timeout(120)
class WebServerTest {
  private static final int WORKERS = 2;
  private static final int CLIENTS = 30;
  private static final int REQUESTS = 20;

  @TempDir Path folder;
  private final Set<ProcessHandle> seen = ConcurrentHashMap.newKeySet();

  private static long square(long number) {
    return number * number;
  }

  private static int sleep() throws InterruptedException {
    Thread.sleep(100_000);
    return 0;
  }

  /** Until it is told to stop, and says that it was. */
  private static int sleep(String begun, String interrupted) throws IOException {
    Files.createFile(Path.of(begun));
    try {
      return sleep();
    } catch (InterruptedException e) {
      Files.createFile(Path.of(interrupted));
      return 1;
    }
  }

  /** Says in a file who it is. */
  private static int tellAndSleep(String begun) throws IOException, InterruptedException {
    Path file = Path.of(begun);
    Path unfinished =
        Files.writeString(Path.of(begun + ".part"), "" + ProcessHandle.current().pid());
    Files.move(unfinished, file);
    return sleep();
  }

  private static void await(Path file) throws InterruptedException {
    while (!Files.exists(file)) {
      Thread.sleep(5);
    }
  }

  /** What an application has: handlers that submit, wait, and answer. */
  private final class Application implements AutoCloseable {
    private final ProcessPool pool = ProcessPool.of(WORKERS);
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpServer server;

    Application() throws IOException {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.setExecutor(threads);
      server.createContext(
          "/square/",
          exchange -> {
            long number = Long.parseLong(argument(exchange));
            answer(exchange, pool.submit(() -> square(number)), Duration.ofMinutes(1));
            seen.addAll(pool.processes());
          });
      server.createContext(
          "/slow/", exchange -> answer(exchange, () -> sleep(), Duration.ofMillis(100)));
      server.createContext(
          "/wait/",
          exchange -> {
            String file = file(argument(exchange));
            answer(exchange, () -> tellAndSleep(file), Duration.ofMinutes(1));
          });
      server.createContext("/stream/", this::stream);
      server.start();
    }

    private String argument(HttpExchange exchange) {
      String path = exchange.getRequestURI().getPath();
      return path.substring(path.lastIndexOf('/') + 1);
    }

    private void answer(HttpExchange exchange, RemoteCallable<?> task, Duration longest)
        throws IOException {
      PoolFuture<?> future;
      try {
        future = pool.submit(task);
      } catch (RejectedExecutionException stopping) {
        send(exchange, 503, "stopping");
        return;
      }
      answer(exchange, future, longest);
    }

    /** As the guide shows it. */
    private void answer(HttpExchange exchange, PoolFuture<?> result, Duration longest)
        throws IOException {
      try {
        send(exchange, 200, "" + result.get(longest.toMillis(), TimeUnit.MILLISECONDS));
      } catch (TimeoutException e) {
        result.cancel(true);
        send(exchange, 504, "too slow");
      } catch (CancellationException e) {
        send(exchange, 503, "stopping");
      } catch (ExecutionException e) {
        send(exchange, e.getCause() instanceof WorkerLostException ? 502 : 500, "" + e.getCause());
      } catch (InterruptedException e) {
        result.cancel(true);
        send(exchange, 503, "interrupted");
      }
    }

    private static void send(HttpExchange exchange, int status, String text) throws IOException {
      try (exchange) {
        byte[] body = text.getBytes(UTF_8);
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
      }
    }

    /** Writes something now and then, and so learns when nobody listens any more. */
    private void stream(HttpExchange exchange) throws IOException {
      String begun = file(argument(exchange));
      String interrupted = begun + ".interrupted";
      PoolFuture<Integer> result = pool.submit(() -> sleep(begun, interrupted));
      try (exchange) {
        exchange.sendResponseHeaders(200, 0);
        OutputStream body = exchange.getResponseBody();
        while (!result.isDone()) {
          body.write('\n');
          body.flush();
          awaitBriefly(result);
        }
      } catch (IOException nobodyListens) {
        result.cancel(true);
      }
    }

    private void awaitBriefly(PoolFuture<?> result) {
      try {
        var _ = result.get(10, TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        // Then it is looked again whether somebody listens.
      } catch (ExecutionException | InterruptedException e) {
        throw new AssertionError(e);
      }
    }

    private String file(String name) {
      return folder.resolve(name).toString();
    }

    URI uri(String path) {
      return URI.create("http://localhost:" + server.getAddress().getPort() + path);
    }

    /** First the tasks, so that those who wait for them can answer, then the server. */
    @Override
    public void close() {
      seen.addAll(pool.processes());
      pool.shutdownNow();
      server.stop(30);
      threads.close();
      pool.close();
    }
  }

  private record Answer(int status, String text) {}

  private static Answer get(HttpClient client, URI uri) throws IOException, InterruptedException {
    HttpResponse<String> response =
        client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
    return new Answer(response.statusCode(), response.body());
  }

  private static CompletableFuture<Answer> start(
      ExecutorService threads, HttpClient client, URI uri) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return get(client, uri);
          } catch (IOException | InterruptedException e) {
            throw new AssertionError(uri + " has not answered", e);
          }
        },
        threads);
  }

  @Test
  void everyRequestIsAnsweredAndNothingIsLeft() throws Exception {
    Path session;
    List<CompletableFuture<Answer>> underWay = new ArrayList<>();
    try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor();
        HttpClient client = HttpClient.newBuilder().executor(clients).build()) {
      try (var application = new Application()) {
        session = application.pool.session().folder();
        List<CompletableFuture<Void>> visitors = new ArrayList<>();
        for (int visitor = 0; visitor < CLIENTS; visitor++) {
          long first = (long) visitor * REQUESTS;
          visitors.add(
              CompletableFuture.runAsync(() -> visit(application, client, first), clients));
        }
        CompletableFuture<Answer> slow = start(clients, client, application.uri("/slow/"));
        CompletableFuture<Answer> unlucky = start(clients, client, application.uri("/wait/victim"));
        goAwayInTheMiddle(application, "/stream/listener", folder.resolve("listener"));

        Path victim = folder.resolve("victim");
        await(victim);
        ProcessHandle.of(Long.parseLong(Files.readString(victim))).orElseThrow().destroyForcibly();

        assertThat(unlucky.get().status()).isEqualTo(502);
        assertThat(unlucky.get().text()).contains("WorkerLostException", "killed by SIGKILL");
        assertThat(slow.get()).isEqualTo(new Answer(504, "too slow"));
        for (CompletableFuture<Void> visitor : visitors) {
          visitor.get();
        }
        await(folder.resolve("listener.interrupted"));

        underWay.add(start(clients, client, application.uri("/wait/last")));
        await(folder.resolve("last"));
      }
      for (CompletableFuture<Answer> last : underWay) {
        assertThat(last.get()).isEqualTo(new Answer(503, "stopping"));
      }
    }
    assertThat(seen).hasSizeGreaterThanOrEqualTo(WORKERS).noneMatch(ProcessHandle::isAlive);
    assertThat(session).doesNotExist();
    while (Thread.getAllStackTraces().keySet().stream()
        .anyMatch(thread -> thread.getName().startsWith("process pool"))) {
      Thread.sleep(5); // They end right after the pool has said that it has ended.
    }
  }

  private static void visit(Application application, HttpClient client, long first) {
    for (long number = first; number < first + REQUESTS; number++) {
      try {
        assertThat(get(client, application.uri("/square/" + number)))
            .isEqualTo(new Answer(200, "" + square(number)));
      } catch (IOException | InterruptedException e) {
        throw new AssertionError("request " + number, e);
      }
    }
  }

  /** A client that reads the beginning of its answer and is gone. */
  private static void goAwayInTheMiddle(Application application, String path, Path begun)
      throws Exception {
    URI uri = application.uri(path);
    try (var socket = new Socket(uri.getHost(), uri.getPort())) {
      socket
          .getOutputStream()
          .write("GET %s HTTP/1.1\r\nHost: localhost\r\n\r\n".formatted(path).getBytes(UTF_8));
      assertThat(socket.getInputStream().read()).isEqualTo('H');
      await(begun);
      socket.setSoLinger(true, 0);
    }
  }
}

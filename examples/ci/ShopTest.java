import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import orchestrate.task.Task;
import orchestrate.task.TaskContext;

/** Tests the shop in one language and currency, and reports as JUnit does. */
record ShopTest(int port, String language, String currency) implements Task {
  @Override
  public void run(TaskContext context) throws Exception {
    Map<String, String> failures = new LinkedHashMap<>(); // by test; null if it went well
    try (HttpClient client = HttpClient.newHttpClient()) {
      failures.put("namesThePrice", check(client, "/" + language + "/" + currency, 200, currency));
      failures.put("refusesOthers", check(client, "/" + language + "/XXX", 404, "no such page"));
    }
    Path reports = Files.createDirectories(context.resolve(Path.of("work/reports")));
    write(reports.resolve("TEST-" + language + "-" + currency + ".xml"), failures);
    failures.values().removeIf(failure -> failure == null);
    if (!failures.isEmpty()) {
      throw new AssertionError(failures);
    }
  }

  private String check(HttpClient client, String page, int status, String text)
      throws IOException, InterruptedException {
    var request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + page)).build();
    HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
    System.out.println(page + ": " + answer.statusCode() + " " + answer.body());
    return answer.statusCode() == status && answer.body().contains(text)
        ? null
        : "expected %d, %s; got %d, %s".formatted(status, text, answer.statusCode(), answer.body());
  }

  private void write(Path file, Map<String, String> failures) throws IOException, XMLStreamException {
    try (var out = Files.newBufferedWriter(file)) {
      var xml = XMLOutputFactory.newInstance().createXMLStreamWriter(out);
      xml.writeStartDocument("UTF-8", "1.0");
      xml.writeCharacters("\n");
      xml.writeStartElement("testsuite");
      xml.writeAttribute("name", "ShopTest " + language + " " + currency);
      xml.writeAttribute("tests", Integer.toString(failures.size()));
      for (var test : failures.entrySet()) {
        xml.writeCharacters("\n  ");
        xml.writeStartElement("testcase");
        xml.writeAttribute("classname", "ShopTest." + language + "." + currency);
        xml.writeAttribute("name", test.getKey());
        if (test.getValue() != null) {
          xml.writeEmptyElement("failure");
          xml.writeAttribute("message", test.getValue());
        }
        xml.writeEndElement();
      }
      xml.writeCharacters("\n");
      xml.writeEndElement();
      xml.writeEndDocument();
      xml.close();
    }
  }
}

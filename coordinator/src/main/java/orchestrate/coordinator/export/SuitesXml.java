package orchestrate.coordinator.export;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import orchestrate.coordinator.export.Verdict.Element;

/** Puts a JUnit report together of suites and their cases. */
final class SuitesXml {
  /** UTC, without saying so: a time zone is not part of the format. */
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

  private final XMLStreamWriter xml;
  private final CaseSpool cases;
  private final OutputStream out;

  private SuitesXml(CaseSpool cases, OutputStream out) throws XMLStreamException {
    this.xml = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(out, UTF_8.name());
    this.cases = cases;
    this.out = out;
  }

  /**
   * Writes it; suites without cases are left out.
   *
   * @param jobFile at which readers that mark places in files show what failed
   * @param millis how long the run took
   */
  static void write(
      String name,
      String jobFile,
      long millis,
      List<TestSuite> suites,
      CaseSpool cases,
      OutputStream out)
      throws XMLStreamException, IOException {
    var writer = new SuitesXml(cases, out);
    writer.begin(name, millis, suites);
    for (TestSuite suite : suites) {
      if (suite.cases() > 0) {
        writer.write(suite, jobFile);
      }
    }
    writer.end();
  }

  private void begin(String name, long millis, List<TestSuite> suites) throws XMLStreamException {
    xml.writeStartDocument(UTF_8.name(), "1.0");
    xml.writeCharacters("\n");
    xml.writeStartElement("testsuites");
    xml.writeAttribute("name", name);
    number("tests", suites.stream().mapToLong(TestSuite::cases).sum());
    number("failures", suites.stream().mapToLong(suite -> suite.count(Element.FAILURE)).sum());
    number("errors", suites.stream().mapToLong(suite -> suite.count(Element.ERROR)).sum());
    time(TimeUnit.MILLISECONDS.toNanos(millis));
    xml.writeCharacters("\n");
  }

  private void write(TestSuite suite, String jobFile) throws XMLStreamException, IOException {
    xml.writeStartElement("testsuite");
    xml.writeAttribute("name", suite.name());
    xml.writeAttribute("file", jobFile);
    number("tests", suite.cases());
    number("failures", suite.count(Element.FAILURE));
    number("errors", suite.count(Element.ERROR));
    number("skipped", suite.count(Element.SKIPPED));
    time(suite.nanos());
    if (suite.startedAt() > 0) {
      xml.writeAttribute("timestamp", TIME.format(Instant.ofEpochMilli(suite.startedAt())));
    }
    // This closes the tag, and the rest goes past the writer.
    xml.writeCharacters("\n");
    xml.flush();
    for (int i = 0; i < suite.cases(); i++) {
      cases.copy(suite.start(i), suite.end(i), out);
    }
    xml.writeEndElement();
    xml.writeCharacters("\n");
  }

  private void end() throws XMLStreamException {
    xml.writeEndElement();
    xml.writeCharacters("\n");
    xml.writeEndDocument();
    xml.flush();
  }

  private void number(String name, long value) throws XMLStreamException {
    xml.writeAttribute(name, Long.toString(value));
  }

  private void time(long nanos) throws XMLStreamException {
    xml.writeAttribute("time", Texts.seconds(new StringBuilder(), nanos).toString());
  }
}

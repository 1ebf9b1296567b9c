package orchestrate.coordinator.export;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.List;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** Makes test cases into pieces of XML that are to be put together later. */
final class CaseXml {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final XMLStreamWriter xml;

  CaseXml(XMLOutputFactory factory) throws XMLStreamException {
    this.xml = factory.createXMLStreamWriter(bytes, UTF_8.name());
  }

  byte[] of(TestCase test) throws XMLStreamException {
    bytes.reset();
    xml.writeStartElement("testcase");
    xml.writeAttribute("classname", test.group());
    xml.writeAttribute("name", test.name());
    xml.writeAttribute("time", Texts.seconds(new StringBuilder(), test.nanos()).toString());
    switch (test.verdict().element()) {
      case PASSED -> {}
      case SKIPPED -> verdict("skipped", test);
      case FAILURE -> verdict("failure", test);
      case ERROR -> verdict("error", test);
    }
    if (!test.output().isEmpty()) {
      xml.writeStartElement("system-out");
      lines(test.output());
      xml.writeEndElement();
    }
    xml.writeEndElement();
    xml.writeCharacters("\n");
    xml.flush();
    return bytes.toByteArray();
  }

  private void verdict(String element, TestCase test) throws XMLStreamException {
    xml.writeStartElement(element);
    xml.writeAttribute("type", test.verdict().type());
    if (test.message() != null) {
      xml.writeAttribute("message", test.message());
      // Again, as in a stack trace: where there is text, some readers show nothing else.
      lines(List.of(test.message()));
    }
    lines(test.details());
    xml.writeEndElement();
  }

  private void lines(List<String> lines) throws XMLStreamException {
    for (String line : lines) {
      xml.writeCharacters(line);
      xml.writeCharacters("\n");
    }
  }
}

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import orchestrate.task.Task;
import orchestrate.task.TaskContext;

/**
 * Draws the revenue of a country, a bar for each month.
 *
 * @param months lines COUNTRY,MONTH,ORDERS,REVENUE
 * @param svg the file to write
 */
record Chart(Path months, Path svg) implements Task {
  private static final int BAR = 48;
  private static final int HEIGHT = 120;

  private record Month(String country, String name, double revenue) {
    static Month of(String line) {
      String[] parts = line.split(",");
      return new Month(parts[0], parts[1], Double.parseDouble(parts[3]));
    }
  }

  @Override
  public void run(TaskContext context) throws Exception {
    List<Month> all = Files.readAllLines(context.resolve(months)).stream().map(Month::of).toList();
    draw(all, context.resolve(svg));
    context.output("svg", svg);
  }

  private static void draw(List<Month> all, Path file) throws IOException, XMLStreamException {
    double most = all.stream().mapToDouble(Month::revenue).max().orElse(1);
    try (var out = Files.newBufferedWriter(file)) {
      XMLStreamWriter xml = XMLOutputFactory.newInstance().createXMLStreamWriter(out);
      xml.writeStartElement("svg");
      xml.writeDefaultNamespace("http://www.w3.org/2000/svg");
      xml.writeAttribute("width", Integer.toString(BAR * Math.max(1, all.size())));
      xml.writeAttribute("height", Integer.toString(HEIGHT + 40));
      xml.writeAttribute("font-size", "10");
      text(xml, 0, 12, all.isEmpty() ? "no orders" : all.getFirst().country());
      for (int i = 0; i < all.size(); i++) {
        long height = Math.round(HEIGHT * all.get(i).revenue() / most);
        xml.writeEmptyElement("rect");
        xml.writeAttribute("x", Integer.toString(BAR * i));
        xml.writeAttribute("y", Long.toString(HEIGHT + 20 - height));
        xml.writeAttribute("width", Integer.toString(BAR - 4));
        xml.writeAttribute("height", Long.toString(height));
        xml.writeAttribute("fill", "steelblue");
        text(xml, BAR * i, HEIGHT + 34, all.get(i).name());
      }
      xml.writeEndElement();
      xml.writeCharacters("\n");
      xml.close();
    }
  }

  private static void text(XMLStreamWriter xml, int x, int y, String text)
      throws XMLStreamException {
    xml.writeStartElement("text");
    xml.writeAttribute("x", Integer.toString(x));
    xml.writeAttribute("y", Integer.toString(y));
    xml.writeCharacters(text);
    xml.writeEndElement();
  }
}

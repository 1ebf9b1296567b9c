package orchestrate.system;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;

/** The example {@code data-pipeline}. */
class DataPipelineTest {
  @TempDir Path path;
  private JobFolder folder;

  @BeforeEach
  void copy() throws IOException {
    folder = new JobFolder(path);
    try (Stream<Path> files = Files.list(Orchestrate.projectFile("examples/data-pipeline"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.copy(file, path.resolve(file.getFileName()));
      }
    }
  }

  /** What is to be said of a table of orders, worked out in another way. */
  private static final class Expected {
    private record Month(int orders, BigDecimal revenue) {
      Month and(Month other) {
        return new Month(orders + other.orders, revenue.add(other.revenue));
      }
    }

    private final Map<String, Month> sales = new TreeMap<>();
    private final List<String> rejected = new ArrayList<>();

    Expected(List<String> table) {
      for (String order : table.subList(1, table.size())) {
        String[] fields = order.split(",", -1);
        if (fields[4].isEmpty()) {
          rejected.add(order);
        } else {
          var revenue = new BigDecimal(fields[4]).multiply(new BigDecimal(fields[5]));
          String month = fields[2] + "," + fields[1].substring(0, 7);
          sales.merge(month, new Month(1, revenue), Month::and);
        }
      }
    }

    List<String> lines() {
      return sales.entrySet().stream()
          .map(e -> e.getKey() + "," + e.getValue().orders() + "," + e.getValue().revenue())
          .toList();
    }

    BigDecimal total() {
      return sales.values().stream().map(Month::revenue).reduce(BigDecimal.ZERO, BigDecimal::add);
    }
  }

  @Test
  void addsUpAndDraws() throws Exception {
    Orchestrate.Result result = folder.run("-p", "rows=20000");

    assertThat(result.exitCode()).as(result.output()).isZero();
    List<String> orders = folder.lines("work/orders.csv");
    assertThat(orders).hasSize(20_001);
    var expected = new Expected(orders);
    assertThat(folder.lines("sales.csv").getFirst()).isEqualTo("country,month,orders,revenue");
    assertThat(folder.lines("sales.csv"))
        .hasSize(1 + 14 * 12)
        .endsWith(expected.lines().toArray(String[]::new));
    assertThat(folder.lines("rejected.csv"))
        .isNotEmpty()
        .containsExactlyInAnyOrderElementsOf(expected.rejected);
    assertThat(result.output())
        .contains("| " + expected.rejected.size() + " orders of ")
        .contains("| " + expected.total() + " in 14 countries: see sales.csv and sales.html\n");
    Document charts = charts();
    assertThat(charts.getElementsByTagName("svg").getLength()).isEqualTo(14);
    assertThat(charts.getElementsByTagName("rect").getLength()).isEqualTo(14 * 12);
    assertThat(charts.getElementsByTagName("text").item(0).getTextContent()).isEqualTo("AT");
  }

  @Test
  void takesOrdersThatSomebodyHas() throws Exception {
    folder
        .file("rejected.csv", "of an earlier run")
        .file(
            "my orders.csv",
            """
            order,date,country,product,quantity,price
            1,2025-12-31,SE,lamp,2,0.10
            2,2026-01-01,SE,lamp,1,19.99
            3,2026-01-31,SE,desk,3,0.01
            4,2026-01-31,../../up,desk,1,1.00
            """);

    Orchestrate.Result result = folder.run("-p", "orders=my orders.csv");

    assertThat(result.exitCode()).as(result.output()).isZero();
    assertThat(folder.lines("sales.csv"))
        .containsExactly(
            "country,month,orders,revenue",
            "SE,2025-12,1,0.20",
            "SE,2026-01,2,20.02",
            "other,2026-01,1,1.00");
    assertThat(result.output()).contains("| 21.22 in 2 countries: ");
    assertThat(folder.resultOf("generate")).isEqualTo("skipped");
    assertThat(folder.resultOf("rejects")).isEqualTo("skipped");
    assertThat(folder.has("rejected.csv")).isFalse();
  }

  /** The pictures alone: HTML is no XML. */
  private Document charts() throws Exception {
    String pictures = String.join("\n", folder.lines("sales.html").stream().skip(1).toList());
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(("<all>" + pictures + "</all>").getBytes(UTF_8)));
  }
}

package orchestrate.coordinator.export;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.InflaterInputStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What is in a page, as its scripts would read it. */
final class PageData {
  private final String html;
  private byte[] bytes = {};
  private int at;

  PageData(byte[] html) {
    this.html = new String(html, ISO_8859_1);
  }

  private byte[] block(String id) throws IOException {
    Matcher block =
        Pattern.compile("<script type=\"text/plain\" id=\"" + id + "\">([A-Za-z0-9+/=]*)</script>")
            .matcher(html);
    assertThat(block.find()).as(id).isTrue();
    var deflated = new ByteArrayInputStream(Base64.getDecoder().decode(block.group(1)));
    return new InflaterInputStream(deflated).readAllBytes();
  }

  JsonNode run() throws IOException {
    return JsonMapper.shared().readTree(block("run"));
  }

  /** What each record of the attempts says, as text. */
  List<String> attempts() throws IOException {
    bytes = block("attempts");
    at = 0;
    var records = new ArrayList<String>();
    long instance = 0;
    long start = 0;
    while (at < bytes.length) {
      int kind = bytes[at++];
      switch (kind) {
        case 64 -> {
          long lane = number() - 1;
          start += difference();
          records.add(
              "several on %d at %d for %d: %d at work, %d of which %d failed, task %d"
                  .formatted(lane, start, number(), number(), number(), number(), number() - 1));
        }
        case 65 -> {
          String who =
              "wait %d of %d[%d] for %d".formatted(number(), number(), number() - 1, number());
          start += difference();
          records.add("%s at %d for %d".formatted(who, start, number()));
        }
        default -> {
          String where = "%d on %d: %d".formatted(kind, number() - 1, number());
          instance += difference();
          long attempt = number();
          start += difference();
          records.add(
              "%s[%d].%d at %d for %d, cpu %d, KiB %d, reason %d, item %s, part %s"
                  .formatted(
                      where,
                      instance,
                      attempt,
                      start,
                      number(),
                      number(),
                      number(),
                      number() - 1,
                      text(),
                      text()));
        }
      }
    }
    return records;
  }

  private long number() {
    long value = 0;
    int shift = 0;
    while (true) {
      byte next = bytes[at++];
      value |= (next & 127L) << shift;
      if (next >= 0) {
        return value;
      }
      shift += 7;
    }
  }

  private long difference() {
    long value = number();
    return value >>> 1 ^ -(value & 1);
  }

  private String text() {
    int length = (int) number() - 1;
    if (length < 0) {
      return "-";
    }
    at += length;
    return new String(bytes, at - length, length, UTF_8);
  }
}

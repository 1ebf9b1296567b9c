package orchestrate.coordinator.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import orchestrate.config.ForEach;
import orchestrate.config.Template;
import orchestrate.config.expression.Expression;
import orchestrate.config.expression.Nothing;
import orchestrate.config.expression.Value;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ItemsTest {
  @TempDir Path folder;

  private List<String> of(ForEach forEach) throws IOException {
    Items items = Items.of(forEach, Nothing.KNOWN, folder);
    var all = new ArrayList<String>();
    for (long i = 0; i < items.count(); i++) {
      all.add(items.get(i));
    }
    return all;
  }

  private static Template text(String text) {
    return Template.literal(text);
  }

  @Test
  void rangesIncludeTheirLast() throws IOException {
    assertThat(of(new ForEach.Range(1, 3, 1))).containsExactly("1", "2", "3");
    assertThat(of(new ForEach.Range(1, 8, 3))).containsExactly("1", "4", "7");
    assertThat(of(new ForEach.Range(3, 1, -1))).containsExactly("3", "2", "1");
    assertThat(of(new ForEach.Range(2, 1, 1))).isEmpty();
    assertThat(of(new ForEach.Range(-1, 1, 1))).containsExactly("-1", "0", "1");
  }

  @Test
  void linesLeaveOutBlankOnesAndKeepTheRestAsTheyAre() throws IOException {
    Files.writeString(folder.resolve("lines"), " a b \n\n\t\nc");
    assertThat(of(new ForEach.Lines(text("lines")))).containsExactly(" a b ", "c");
  }

  @Test
  void sayWhatFileIsMissingOrIsNoText() throws IOException {
    assertThatThrownBy(() -> of(new ForEach.Lines(text("none"))))
        .hasMessage("there is no file " + folder.resolve("none") + " to take its lines");
    Files.write(folder.resolve("binary"), new byte[] {(byte) 0xff, 'a', '\n'});
    assertThatThrownBy(() -> of(new ForEach.Lines(text("binary"))))
        .hasMessageStartingWith("can't read the lines of " + folder.resolve("binary"));
  }

  @Test
  void filesAreSortedAndNamedAsThePatternIs() throws IOException {
    Path sub = Files.createDirectories(folder.resolve("odd [x] {y}/deep"));
    for (String name : List.of("b.txt", "a b.txt", "c.md")) {
      Files.createFile(sub.resolve(name));
    }
    Path odd = folder.resolve("odd [x] {y}");
    assertThat(Items.of(new ForEach.Files(text("deep/*.txt")), Nothing.KNOWN, odd))
        .isEqualTo(new Items.Listed(List.of("deep/a b.txt", "deep/b.txt")));
    assertThat(Items.of(new ForEach.Files(text("**.md")), Nothing.KNOWN, odd))
        .isEqualTo(new Items.Listed(List.of("deep/c.md")));
    assertThat(of(new ForEach.Files(text("none/*.txt")))).isEmpty();
  }

  @Test
  void rowsOfATableHaveParts() throws IOException {
    Files.writeString(
        folder.resolve("t.csv"), "\uFEFFname, size\r\n\"a, \"\"b\"\"\",1\n\n\"two\nlines\",2\n");

    Items items = Items.of(new ForEach.Csv(text("t.csv")), Nothing.KNOWN, folder);

    assertThat(items.count()).isEqualTo(2);
    assertThat(items.get(0)).isEqualTo("a, \"b\", 1");
    assertThat(items.fields(1)).containsExactly(entry("name", "two\nlines"), entry("size", "2"));
  }

  @Test
  void saysWhatIsWrongWithATable() throws IOException {
    Files.writeString(folder.resolve("short.csv"), "a,b\n1,2\n3\n");
    Files.writeString(folder.resolve("twice.csv"), "a,a\n1,2\n");
    Files.writeString(folder.resolve("empty.csv"), "");
    assertThatThrownBy(() -> of(new ForEach.Csv(text("short.csv"))))
        .hasMessage(
            "row 2 of " + folder.resolve("short.csv") + " has 1 columns, the first line names 2");
    assertThatThrownBy(() -> of(new ForEach.Csv(text("twice.csv"))))
        .hasMessageEndingWith("have the same name: [a, a]");
    assertThatThrownBy(() -> of(new ForEach.Csv(text("empty.csv"))))
        .hasMessageEndingWith("is empty: its first line has to name the columns");
    assertThatThrownBy(() -> of(new ForEach.Csv(text("none.csv"))))
        .hasMessageStartingWith("there is no file ");
  }

  @Test
  void jsonIsAnArrayOrOneValueAfterTheOther() throws IOException {
    Files.writeString(
        folder.resolve("a.json"), "[1, \"two\", {\"k\": {\"x\": [true]}, \"n\": null}]");
    Files.writeString(folder.resolve("l.json"), "{\"k\": 1}\n{\"k\": 2}\n");
    Files.writeString(folder.resolve("bad.json"), "[1,\n2");

    Items array = Items.of(new ForEach.Json(text("a.json")), Nothing.KNOWN, folder);

    assertThat(of(new ForEach.Json(text("a.json"))))
        .containsExactly("1", "two", "{\"k\":{\"x\":[true]},\"n\":null}");
    assertThat(array.fields(0)).isEmpty();
    assertThat(array.fields(2)).containsExactly(entry("k", "{\"x\":[true]}"), entry("n", ""));
    assertThat(of(new ForEach.Json(text("l.json")))).containsExactly("{\"k\":1}", "{\"k\":2}");
    assertThatThrownBy(() -> of(new ForEach.Json(text("bad.json"))))
        .hasMessageStartingWith("can't read " + folder.resolve("bad.json") + " as JSON: ");
    assertThatThrownBy(() -> of(new ForEach.Json(text("none.json"))))
        .hasMessageStartingWith("there is no file ");
  }

  @Test
  void anExpressionGivesAListOrAJsonArray() throws IOException {
    assertThat(of(computed(new Value.Texts(List.of("a", "b"))))).containsExactly("a", "b");
    assertThat(of(computed(new Value.Text("[\"a\", 2]")))).containsExactly("a", "2");
    assertThatThrownBy(() -> of(computed(new Value.Text("\"a\""))))
        .hasMessageStartingWith("the list of items is one text; take it apart with split");
    assertThatThrownBy(() -> of(computed(new Value.Text("a,b"))))
        .hasMessageStartingWith("the list of items is not JSON: ");
  }

  private static ForEach computed(Value value) {
    return new ForEach.Computed(new Expression.Constant(value));
  }
}

package orchestrate.coordinator.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import orchestrate.config.ForEach;
import orchestrate.config.Template;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ItemsTest {
  @TempDir Path folder;

  private List<String> of(ForEach forEach) throws IOException {
    Items items = Items.of(forEach, Template.NO_SCOPE, folder);
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
    assertThat(Items.of(new ForEach.Files(text("deep/*.txt")), Template.NO_SCOPE, odd))
        .isEqualTo(new Items.Listed(List.of("deep/a b.txt", "deep/b.txt")));
    assertThat(Items.of(new ForEach.Files(text("**.md")), Template.NO_SCOPE, odd))
        .isEqualTo(new Items.Listed(List.of("deep/c.md")));
    assertThat(of(new ForEach.Files(text("none/*.txt")))).isEmpty();
  }
}

package orchestrate.coordinator.live;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.util.List;
import orchestrate.ipc.os.Terminal;
import org.jline.utils.ScreenTerminal;
import org.jline.utils.WCWidth;

/** A terminal that is not there: shows what a person would see. */
final class VirtualScreen {
  private final ScreenTerminal terminal;
  private Terminal.Size size;

  VirtualScreen(int rows, int columns) {
    this.size = new Terminal.Size(rows, columns);
    this.terminal = new ScreenTerminal(columns, rows);
  }

  /** What is written there at once is one piece: a character may not be cut in two. */
  OutputStream output() {
    return new ByteArrayOutputStream() {
      @Override
      public void flush() {
        type(toString(UTF_8).replace("\n", "\r\n")); // as the kernel does
        reset();
      }
    };
  }

  /** As if somebody typed it, and the terminal echoed it. */
  void type(String text) {
    terminal.write(text);
  }

  Terminal.Size size() {
    return size;
  }

  void resize(int rows, int columns) {
    size = new Terminal.Size(rows, columns);
    terminal.setSize(columns, rows);
  }

  /** The rows down to the last that isn't empty, without the spaces at their ends. */
  List<String> rows() {
    long[] cells = new long[size.rows() * size.columns()];
    terminal.dump(cells, new int[2]);
    var text = new StringBuilder();
    for (int row = 0; row < size.rows(); row++) {
      var line = new StringBuilder();
      for (int column = 0; column < size.columns(); column++) {
        int character = ScreenTerminal.cellCodePoint(cells[row * size.columns() + column]);
        line.appendCodePoint(character == 0 ? ' ' : character);
        column += WCWidth.wcwidth(character) == 2 ? 1 : 0; // Its second cell is empty.
      }
      text.append(line.toString().stripTrailing()).append('\n');
    }
    return text.toString().stripTrailing().lines().toList();
  }
}

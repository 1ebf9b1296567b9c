import count.Counts;
import java.util.List;

/** Run as a source file, with -ea. */
class CountsTest {
  public static void main(String[] arguments) {
    var counts = new Counts("b a B c a b");
    assert counts.of("b") == 3;
    assert counts.of("d") == 0;
    assert counts.top(2).equals(List.of("b", "a"));
    System.out.println("counts: ok");
  }
}

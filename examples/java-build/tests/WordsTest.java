import java.util.List;
import text.Words;

/** Run as a source file, with -ea. */
class WordsTest {
  public static void main(String[] arguments) {
    assert Words.of("One, two; THREE.").toList().equals(List.of("one", "two", "three"));
    assert Words.of(" 1 2 ").toList().isEmpty();
    System.out.println("words: ok");
  }
}

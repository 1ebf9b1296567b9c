package orchestrate.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.InvocationTargetException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import orchestrate.task.Task;
import orchestrate.task.TaskContext;
import org.junit.jupiter.api.Test;

class TaskFactoryTest {
  enum Mode {
    FAST,
    SAFE
  }

  record Everything(
      String text,
      Path path,
      int number,
      long large,
      double real,
      boolean yes,
      Mode mode,
      List<Path> paths)
      implements Task {
    @Override
    public void run(TaskContext context) {}
  }

  record WithMap(Map<String, String> map) implements Task {
    @Override
    public void run(TaskContext context) {}
  }

  static final class Plain implements Task {
    @Override
    public void run(TaskContext context) {}
  }

  static final class NeedsSomething implements Task {
    NeedsSomething(String something) {
      throw new IllegalStateException(something);
    }

    @Override
    public void run(TaskContext context) {}
  }

  record Picky(int number) implements Task {
    Picky {
      if (number < 0) {
        throw new IllegalStateException("negative");
      }
    }

    @Override
    public void run(TaskContext context) {}
  }

  @Test
  void bindsEveryTypeByName() throws InvocationTargetException {
    TaskFactory factory = TaskFactory.of(Everything.class);
    assertThat(factory.parameters())
        .isEqualTo(Set.of("text", "path", "number", "large", "real", "yes", "mode", "paths"));

    Task task =
        factory.create(
            Map.of(
                "text", List.of("a b"),
                "path", List.of("x/y"),
                "number", List.of("-3"),
                "large", List.of("5000000000"),
                "real", List.of("2.5"),
                "yes", List.of("true"),
                "mode", List.of("safe"),
                "paths", List.of("p", "q")));

    assertThat(task)
        .isEqualTo(
            new Everything(
                "a b",
                Path.of("x/y"),
                -3,
                5_000_000_000L,
                2.5,
                true,
                Mode.SAFE,
                List.of(Path.of("p"), Path.of("q"))));
  }

  @Test
  void makesAClassWithoutParameters() throws InvocationTargetException {
    assertThat(TaskFactory.of(Plain.class).create(Map.of())).isInstanceOf(Plain.class);
  }

  @Test
  void saysWhichParameterIsWrongAndWhy() {
    TaskFactory factory = TaskFactory.of(Picky.class);
    assertThatThrownBy(() -> factory.create(Map.of())).hasMessage("`with` gives no `number`");
    assertThatThrownBy(() -> factory.create(Map.of("number", List.of("many"))))
        .hasMessage("`number` is int, which `many` is not");
    assertThatThrownBy(() -> factory.create(Map.of("number", List.of("1", "2"))))
        .hasMessage("`number` takes one value, not a list");
  }

  @Test
  void tellsTheClasssOwnExceptionFromItsOwn() {
    assertThatThrownBy(() -> TaskFactory.of(Picky.class).create(Map.of("number", List.of("-1"))))
        .isInstanceOf(InvocationTargetException.class)
        .hasRootCauseMessage("negative");
  }

  @Test
  void refusesWhatCanBeNoTask() {
    assertThatThrownBy(() -> TaskFactory.of(String.class))
        .hasMessage("class java.lang.String does not implement orchestrate.task.Task");
    assertThatThrownBy(() -> TaskFactory.of(Task.class))
        .hasMessage("class orchestrate.task.Task is abstract");
    assertThatThrownBy(() -> TaskFactory.of(NeedsSomething.class))
        .hasMessageEndingWith(
            "NeedsSomething has no constructor without parameters; make it a record if it takes"
                + " some");
    assertThatThrownBy(() -> TaskFactory.of(WithMap.class))
        .hasMessageContaining("parameter `map`")
        .hasMessageContaining("which `with` can't give");
  }

  @Test
  void takesApartWhatItPutsTogether() throws InvocationTargetException {
    TaskFactory factory = TaskFactory.of(Everything.class);
    var task =
        new Everything(
            "a\nb",
            Path.of("/x y"),
            -1,
            Long.MIN_VALUE,
            0.1,
            true,
            Mode.SAFE,
            List.of(Path.of("p")));

    assertThat(factory.fromValues().create(factory.values(task))).isEqualTo(task);
  }

  @Test
  @SuppressWarnings("NullAway") // that is the point
  void takesNothingApartThatIsNull() {
    TaskFactory factory = TaskFactory.of(Everything.class);
    var task = new Everything("a", null, 1, 2, 3, true, Mode.SAFE, List.of());

    assertThatThrownBy(() -> factory.values(task))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("`path` is null");
  }
}

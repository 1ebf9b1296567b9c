package orchestrate.ipc.crash.step;

/** What is called across the border between the loaders. */
public interface Stepped {
  String run(String... arguments) throws Exception;
}

package outside;

import java.util.List;
import orchestrate.pool.ProcessPool;

/** Squares numbers in other processes, and runs a task of a job there. */
public final class Squares {
  private Squares() {}

  public static void main(String[] arguments) throws Exception {
    try (ProcessPool pool = ProcessPool.of(2)) {
      List<Integer> squares = pool.map(List.of(1, 2, 3), number -> number * number).toList();
      long worker = pool.submit(() -> ProcessHandle.current().pid()).get();
      String greeting = pool.submit(new Greet("pool")).get().get("greeting");
      System.out.println(squares + " " + (worker != ProcessHandle.current().pid()) + " " + greeting);
    }
  }
}

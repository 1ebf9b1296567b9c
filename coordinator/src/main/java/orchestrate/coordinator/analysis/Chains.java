package orchestrate.coordinator.analysis;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Tasks that need each other. */
final class Chains {
  private Chains() {}

  /** Each after what it needs; those that need themselves, if only by others, are left out. */
  static int[] inOrder(List<List<Integer>> needs) {
    int size = needs.size();
    var open = new int[size];
    var dependents = new ArrayList<List<Integer>>();
    needs.forEach(_ -> dependents.add(new ArrayList<>()));
    for (int task = 0; task < size; task++) {
      for (int need : needs.get(task)) {
        dependents.get(need).add(task);
        open[task]++;
      }
    }
    var order = new int[size];
    int known = 0;
    for (int task = 0; task < size; task++) {
      if (open[task] == 0) {
        order[known++] = task;
      }
    }
    for (int done = 0; done < known; done++) {
      for (int dependent : dependents.get(order[done])) {
        if (--open[dependent] == 0) {
          order[known++] = dependent;
        }
      }
    }
    return Arrays.copyOf(order, known);
  }
}

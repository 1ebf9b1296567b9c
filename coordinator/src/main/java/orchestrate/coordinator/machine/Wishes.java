package orchestrate.coordinator.machine;

import orchestrate.config.MemoryFloor;

/**
 * How a run is to get on with others on this machine.
 *
 * @param parent the jobserver that we were started under
 * @param fromParent whether that decides how many tasks run: not if the user has said how many
 * @param share whether to share the cores with other runs of this user that do so
 * @param jobserver whether to offer free slots to what runs below
 */
public record Wishes(
    ParentJobserver parent,
    boolean fromParent,
    boolean share,
    boolean jobserver,
    MemoryFloor memoryFloor) {
  /** Whether what runs below reaches the parent's jobserver by itself. */
  boolean isPassedOn() {
    return fromParent && parent instanceof ParentJobserver.Reachable(_, boolean named, _) && named;
  }
}

package orchestrate.config;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Where the keys and values of a job file stand; elements of a sequence are named by their index.
 */
public final class Positions {
  /** What stands at one place. */
  public interface Place {
    /** Its key; null for the whole file, and for an element of a sequence. */
    @Nullable Position key();

    Position value();

    /** The part of it that has this name; null if it has none. */
    @Nullable Place within(String name);
  }

  private final Place root;

  public Positions(Place root) {
    this.root = root;
  }

  /** Where the key at this path stands, or the nearest one above it. */
  public Position ofKey(String... path) {
    return nearest(Place::key, path);
  }

  /** Where the value at this path stands, or the nearest one above it. */
  public Position ofValue(String... path) {
    return nearest(Place::value, path);
  }

  private Position nearest(Function<Place, @Nullable Position> wanted, String... path) {
    Position nearest = root.value().source().start();
    Place place = root;
    for (String name : path) {
      place = place.within(name);
      if (place == null) {
        break;
      }
      Position position = wanted.apply(place);
      nearest = position == null ? nearest : position;
    }
    return nearest;
  }
}

package orchestrate.coordinator.export;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import orchestrate.coordinator.export.SliceMerger.Merged;
import orchestrate.coordinator.journal.Ran;
import org.jspecify.annotations.Nullable;

/** The tracks of all lanes, and what is to be drawn on them: bounded, however many come and go. */
final class Tracks {
  /** Workers that come and go, each with lanes of its own, could be any number. */
  private static final int MOST = 10_000;

  /** Makes the track of a lane that is new. */
  interface Maker {
    Track make(Slice first, Ran ran);
  }

  /** Draws what a track was at, in the order of time. */
  interface Drawer {
    void draw(Track track, Merged merged);
  }

  private record Drawn(Track track, SliceMerger merger) {}

  private final Maker maker;
  private final Drawer drawer;

  /** By the numbers of worker and lane: see {@link #lane}. */
  private final Map<Long, Drawn> tracks = new LinkedHashMap<>();

  /** Those with slices that are not laid out. */
  private final List<Drawn> touched = new ArrayList<>();

  private long omitted;

  Tracks(Maker maker, Drawer drawer) {
    this.maker = maker;
    this.drawer = drawer;
  }

  /** A lane was at this. */
  void add(Slice slice, Ran ran) {
    Drawn track = track(slice, ran);
    if (track == null) {
      omitted++;
    } else {
      if (track.track().isLaidOut()) {
        touched.add(track);
      }
      track.track().add(slice);
    }
  }

  private @Nullable Drawn track(Slice slice, Ran ran) {
    Drawn known = tracks.get(lane(ran));
    if (known != null || tracks.size() >= MOST) {
      return known;
    }
    Track track = maker.make(slice, ran);
    var made = new Drawn(track, new SliceMerger(merged -> drawer.draw(track, merged)));
    tracks.put(lane(ran), made);
    return made;
  }

  private static long lane(Ran ran) {
    return (long) ran.worker() << 32 | ran.lane();
  }

  /** How short a slice may be to be drawn alone, in nanoseconds. */
  interface Graining {
    long of(Slice slice);
  }

  /** Lays out what was added since the last time. */
  void layOut(Graining grain) {
    for (Drawn each : touched) {
      each.track().layOut(slice -> each.merger().add(slice, grain.of(slice)));
    }
    touched.clear();
  }

  /** There is no more: draws the rest, after {@link #layOut}. */
  void close() {
    tracks.values().forEach(track -> track.merger().close());
  }

  /** How many slices had no track, because there were too many lanes. */
  long omitted() {
    return omitted;
  }
}

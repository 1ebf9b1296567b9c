package orchestrate.pool;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ValueFileTest {
  private static final String WRITER = "worker-3";

  @TempDir Path folder;

  @Test
  void aValueIsWrittenOverTheLastThatWasRead() throws IOException {
    Place place = placeOfLivingWorker();
    Path first = written(place, "a long value");
    Object memory = Files.getAttribute(first, "unix:ino");
    ValueFile.giveBack(first);
    Path second = written(place, "a short");
    assertThat(second).hasContent("a short").isNotEqualTo(first);
    assertThat(Files.getAttribute(second, "unix:ino")).isEqualTo(memory);
    assertThat(first).doesNotExist();
  }

  @Test
  void aValueThatIsNotReadYetIsNotWrittenOver() throws IOException {
    Place place = placeOfLivingWorker();
    Path first = written(place, "first");
    Path second = written(place, "second");
    ValueFile.giveBack(second);
    Path third = written(place, "third");
    assertThat(first).hasContent("first");
    assertThat(third).hasContent("third");
  }

  @Test
  void aWriterKeepsOneSpareFileOfBoundedSize() throws IOException {
    Place place = placeOfLivingWorker();
    Path large = written(place, "large");
    try (var file = new RandomAccessFile(large.toFile(), "rw")) {
      file.setLength(2 * ValueFile.MOST_SPARE_BYTES); // a hole: takes no room
    }
    Path small = written(place, "small");
    ValueFile.giveBack(small);
    ValueFile.giveBack(large);
    assertThat(place.spare()).hasSize(ValueFile.MOST_SPARE_BYTES);
    assertThat(names()).containsExactlyInAnyOrder("worker-3.link", "worker-3.spare");
  }

  @Test
  void whatADeadWorkerHadWrittenIsDeletedWhenItHasBeenRead() throws IOException {
    Path value = written(placeOfLivingWorker(), "the last");
    Files.delete(Place.link(folder, WRITER));
    ValueFile.giveBack(value);
    assertThat(names()).isEmpty();
  }

  @Test
  void toGiveBackWhatIsGoneIsNoError() throws IOException {
    Path value = written(placeOfLivingWorker(), "of a pool that has ended");
    Files.delete(value);
    ValueFile.giveBack(value);
    assertThat(names()).containsExactly("worker-3.link");
  }

  @Test
  void ofADeadWorkerWhatItHasToldOfIsKept() throws IOException {
    Place place = placeOfLivingWorker();
    ValueFile.giveBack(written(place, "read"));
    Path told = written(place, "told");
    written(place, "untold");
    ValueFile.giveBack(written(place, "spare"));
    Files.createFile(folder.resolve("worker-3.value-5.unfinished"));
    Files.createFile(folder.resolve("worker-33.value-5"));
    Files.delete(Place.link(folder, WRITER));
    ValueFile.deleteUnread(folder, WRITER, Place.numberOf(told.getFileName().toString()));
    assertThat(names()).containsExactlyInAnyOrder("worker-3.value-2", "worker-33.value-5");
    assertThat(told).hasContent("told");
  }

  @Test
  void resultsOfAnySizeComeWholeOneAfterTheOther() {
    try (ProcessPool pool = ProcessPool.of(2)) {
      for (int size : List.of(3_000_000, 100_000, 5_000_000, 40_000, 100, 1_000_000)) {
        byte value = (byte) size;
        byte[] result = pool.submit(() -> filled(size, value)).join();
        assertThat(result).isEqualTo(filled(size, value));
      }
      assertThat(filesOf(pool)).filteredOn(name -> name.contains(".value-")).isEmpty();
    }
  }

  private static byte[] filled(int size, byte value) {
    byte[] all = new byte[size];
    Arrays.fill(all, value);
    return all;
  }

  private static List<String> filesOf(ProcessPool pool) {
    return names(pool.session().folder());
  }

  private Place placeOfLivingWorker() throws IOException {
    Files.createFile(Place.link(folder, WRITER));
    return Place.of(folder, WRITER);
  }

  private static Path written(Place place, String text) throws IOException {
    try (ValueFile file = new ValueFile(place)) {
      file.write(MemorySegment.ofArray(text.getBytes(UTF_8)));
      file.finish();
      return file.path();
    }
  }

  private List<String> names() {
    return names(folder);
  }

  private static List<String> names(Path folder) {
    try (var files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).toList();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}

package orchestrate.ipc.channel;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.invoke.VarHandle;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import orchestrate.ipc.memory.Header;
import orchestrate.ipc.memory.LayoutException;
import orchestrate.ipc.memory.MappedRegion;
import orchestrate.ipc.object.Need;
import orchestrate.ipc.object.SharedObject;
import orchestrate.ipc.object.Waiter;
import orchestrate.ipc.participant.Member;
import orchestrate.ipc.participant.Participant;
import orchestrate.ipc.queue.CodecName;
import orchestrate.ipc.wait.WaitStrategy;
import org.jspecify.annotations.Nullable;

/**
 * The memory of a channel, whatever its elements are: who has its ends, and what can be recovered
 * without knowing more. {@link SharedChannel} is its face.
 *
 * <pre>
 *    64  8         end 0: whose it is, see EndWord
 *    72  32        its threads, see EndThreads
 *   128  8         end 1
 *   136  32
 *   192  64 * 4    doorbells: of end 0 as it receives, as it sends; the same of end 1
 *   448  1024      the codec's name, see CodecName
 *  1472  128 + n   ring from end 0 to end 1, see MessageRing
 *        128 + n   ring from end 1 to end 0
 * </pre>
 */
@SuppressWarnings("serial") // passed by name
public final class ChannelMemory extends SharedObject {
  private static final long ENDS_OFFSET = Header.BYTES;
  private static final long END_BYTES = 64;
  private static final long THREADS_OFFSET = Long.BYTES;
  private static final long BELLS_OFFSET = ENDS_OFFSET + 2 * END_BYTES;
  private static final int BELLS = 4;
  private static final long CODEC_OFFSET = BELLS_OFFSET + BELLS * Doorbell.BYTES;
  private static final long RINGS_OFFSET = CODEC_OFFSET + CodecName.BYTES;
  private static final VarHandle LONG = JAVA_LONG.varHandle();

  private final ChannelSpec spec;
  private final Doorbell[] bells = new Doorbell[BELLS];
  private final EndThreads[] threads = new EndThreads[2];
  private @Nullable ChannelEnd ours;

  /** For the session. */
  public ChannelMemory(
      String name, MappedRegion region, Header header, Member member, WaitStrategy strategy) {
    super(name, region, bytes(spec(header)), member, strategy);
    this.spec = spec(header);
    for (int i = 0; i < BELLS; i++) {
      long offset = BELLS_OFFSET + i * Doorbell.BYTES;
      bells[i] = new Doorbell(segment.asSlice(offset, Doorbell.BYTES), strategy);
    }
    for (int end = 0; end < 2; end++) {
      threads[end] =
          new EndThreads(
              segment.asSlice(endOffset(end) + THREADS_OFFSET, END_BYTES - THREADS_OFFSET));
    }
  }

  /** Makes the file of a channel whose codec has that name; for the session. */
  public static MappedRegion make(Path file, Header header, String codec) throws IOException {
    byte[] name = CodecName.encode(codec);
    return MappedRegion.publish(
        file, bytes(spec(header)), header, memory -> CodecName.write(memory, CODEC_OFFSET, name));
  }

  private static ChannelSpec spec(Header header) {
    try {
      return ChannelSpec.of(header);
    } catch (IllegalArgumentException e) {
      throw new LayoutException(String.valueOf(e.getMessage()));
    }
  }

  private static long bytes(ChannelSpec spec) {
    return RINGS_OFFSET + 2 * MessageRing.bytesFor(spec.capacity());
  }

  /**
   * The end that this session has of the channel; takes one that is free if it has none.
   *
   * @throws LayoutException if the elements are those of another codec
   * @throws IllegalStateException if others have, or had, both ends; says who
   */
  synchronized ChannelEnd end(String codec) {
    CodecName.check(region(), CODEC_OFFSET, "channel", codec);
    if (ours == null) {
      ours = new ChannelEnd(this, claim());
    }
    return ours;
  }

  private int claim() {
    long word = EndWord.of(member.slot(), member.generation(), EndWord.OPEN);
    for (int end = 0; end < 2; end++) {
      if (LONG.compareAndSet(segment, endOffset(end), EndWord.FREE, word)) {
        return end;
      }
    }
    throw new IllegalStateException(
        "channel '%s' has two ends, and they are taken: one by %s, the other by %s; a channel for"
                .formatted(name(), owner(0), owner(1))
            + " others needs a name of its own, and to use this name anew, remove it first");
  }

  /** From one end to the other. */
  MessageRing ring(int fromEnd) {
    long bytes = MessageRing.bytesFor(spec.capacity());
    return new MessageRing(segment.asSlice(RINGS_OFFSET + fromEnd * bytes, bytes));
  }

  /** On which an end sleeps that waits for a message. */
  Doorbell receiverBell(int end) {
    return bells[2 * end];
  }

  /** On which an end sleeps that waits for room. */
  Doorbell senderBell(int end) {
    return bells[2 * end + 1];
  }

  /** Who sends and receives there. */
  EndThreads threads(int end) {
    return threads[end];
  }

  /** Whether that end was closed, or its process is dead. */
  boolean isOver(int end) {
    return EndWord.isOver(word(end));
  }

  /** Closes an end that is ours. */
  void close(int end) {
    leave(end, member.slot(), member.generation(), EndWord.CLOSED);
    wakeAll();
  }

  private void leave(int end, int slot, int generation, int state) {
    long open = EndWord.of(slot, generation, EndWord.OPEN);
    LONG.compareAndSet(segment, endOffset(end), open, EndWord.of(slot, generation, state));
  }

  /** Why nothing goes to, or comes from, an end that is over. */
  ChannelClosedException closed(int end, boolean ours) {
    long word = word(end);
    boolean died = EndWord.state(word) == EndWord.DIED;
    String what = ours ? "this end was closed" : died ? "%s has died" : "%s has closed its end";
    return new ChannelClosedException(
        "channel '%s': %s".formatted(name(), what.formatted(participant(word).describe())),
        died && !ours);
  }

  private String owner(int end) {
    long word = word(end);
    return participant(word).describe()
        + (EndWord.state(word) == EndWord.CLOSED ? ", who has closed it" : "");
  }

  private Participant participant(long word) {
    return member.table().describe(EndWord.slot(word), EndWord.generation(word));
  }

  private long word(int end) {
    return (long) LONG.getVolatile(segment, endOffset(end));
  }

  private static long endOffset(int end) {
    return ENDS_OFFSET + end * END_BYTES;
  }

  @Override
  public void recover(int slot, int generation) {
    if (mayRecover(slot, generation)) {
      boolean ourselves = slot == member.slot() && generation == member.generation();
      for (int end = 0; end < 2; end++) {
        leave(end, slot, generation, ourselves ? EndWord.CLOSED : EndWord.DIED);
      }
    }
  }

  @Override
  public void wakeAll() {
    for (Doorbell bell : bells) {
      bell.ring();
    }
  }

  /** Of each end the thread that waits for a message, and the one that waits for room. */
  @Override
  public List<Waiter> waiting() {
    List<Waiter> waiting = new ArrayList<>();
    for (int end = 0; end < 2; end++) {
      long word = word(end);
      if (EndWord.state(word) == EndWord.OPEN) {
        threads[end].waiter(EndThreads.RECEIVES, participant(word)).ifPresent(waiting::add);
        threads[end].waiter(EndThreads.SENDS, participant(word)).ifPresent(waiting::add);
      }
    }
    waiting.sort(Comparator.comparing(Waiter::waited).reversed());
    return waiting;
  }

  /**
   * Only who has the other end can help: it, or nobody yet. If one of its threads waits here, too,
   * it can't, unless another of its threads does what is waited for, as in a program that receives
   * in one thread and sends in others: such a pair may be silent for as long as it likes.
   */
  @Override
  public Optional<Need> need(List<Waiter> waiting, Waiter waiter) {
    int other = isOwner(0, waiter.participant()) ? 1 : 0;
    long word = word(other);
    if (EndWord.state(word) != EndWord.OPEN || threads[other].isUsedByAnother(waiter.tag())) {
      return Optional.empty();
    }
    return Optional.of(new Need(1, Map.of(participant(word), 1)));
  }

  private boolean isOwner(int end, Participant participant) {
    long word = word(end);
    return EndWord.slot(word) == participant.slot()
        && EndWord.generation(word) == participant.generation();
  }

  /** Who has its ends. */
  @Override
  public Map<Participant, Integer> holders() {
    Map<Participant, Integer> holders = new LinkedHashMap<>();
    for (int end = 0; end < 2; end++) {
      long word = word(end);
      if (EndWord.state(word) == EndWord.OPEN) {
        holders.merge(participant(word), 1, Integer::sum);
      }
    }
    return holders;
  }

  @Override
  public String toString() {
    return "channel '%s' (%d bytes each way, ends: %s, %s)"
        .formatted(name(), spec.capacity(), state(0), state(1));
  }

  private String state(int end) {
    return switch (EndWord.state(word(end))) {
      case EndWord.OPEN -> "open";
      case EndWord.CLOSED -> "closed";
      case EndWord.DIED -> "died";
      default -> "free";
    };
  }
}

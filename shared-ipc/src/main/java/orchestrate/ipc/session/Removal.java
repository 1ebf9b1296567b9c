package orchestrate.ipc.session;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.invoke.VarHandle;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import orchestrate.ipc.memory.MappedRegion;
import orchestrate.ipc.os.ProcessStat;
import orchestrate.ipc.participant.Member;
import orchestrate.ipc.participant.Participant;
import orchestrate.ipc.participant.ParticipantTable;

/**
 * How the file of an object is removed, and how those who open it at that moment keep clear of it.
 * Who has mapped a file that is gone would use an object of its own, while others make a new one:
 * so a file is only removed while nobody has mapped it.
 *
 * <pre>
 *   header + 32   8   who is removing it {generation 32, slot 32}; 0 if nobody is
 * </pre>
 *
 * <p><b>Nobody slips in.</b> Who removes writes its mark, and then looks who has mapped the file.
 * Who opens maps the file, and then looks for a mark. One of them sees the other: then the remover
 * takes its mark back, or the opener waits and opens anew what there is by then.
 *
 * <p><b>Deaths.</b> The mark of one that died before it deleted the file is taken back by whoever
 * opens it next, but only when it knew of the death before it opened the file: so it is the file
 * that has the name, and not one that was deleted. A deleted file keeps its mark for ever, which
 * tells those who have mapped it for recovery that it is out of date.
 */
final class Removal {
  private static final long MARK = 32;
  private static final VarHandle LONG = JAVA_LONG.varHandle();

  private final Member member;
  private long overdue;

  /** For one opening, or removal, of one file. */
  Removal(Member member) {
    this.member = member;
  }

  /** Whether the file was removed, or may be. */
  static boolean isMarked(MappedRegion region) {
    return mark(region) != 0;
  }

  /**
   * Whether a file may be used that was just opened; if not, it is to be closed and opened again
   * after a moment. Remembers what it finds from one time to the next.
   */
  boolean mayUse(MappedRegion region) {
    long mark = mark(region);
    if (mark == 0 || (mark == overdue && setMark(region, mark, 0))) {
      return true;
    }
    overdue = isOverdue(mark) ? mark : 0;
    return false;
  }

  private boolean isOverdue(long mark) {
    int slot = (int) mark;
    boolean possible = slot > 0 && slot < ParticipantTable.SLOTS;
    return !possible || member.table().isGone(slot, (int) (mark >>> 32));
  }

  /** Marks a file that may be used; false if somebody else does so. */
  boolean begin(MappedRegion region) {
    return setMark(region, 0, ours());
  }

  /** Takes the mark back. */
  void giveUp(MappedRegion region) {
    setMark(region, ours(), 0);
  }

  /** The living participants that have the file mapped, besides our mapping to remove it. */
  List<Participant> users(MappedRegion region) throws IOException {
    Object inode = Files.getAttribute(region.path(), "unix:ino", LinkOption.NOFOLLOW_LINKS);
    List<Participant> users = new ArrayList<>();
    for (Participant participant : member.table().snapshot()) {
      if (participant.alive() && hasMapped(participant, inode.toString())) {
        users.add(participant);
      }
    }
    return users;
  }

  /** If that can't be told, it may have. */
  private boolean hasMapped(Participant participant, String inode) {
    int ours = participant.pid() == ProcessStat.self().pid() ? 1 : 0;
    Path maps = Path.of("/proc/" + participant.pid() + "/maps");
    try (Stream<String> lines = Files.lines(maps, StandardCharsets.ISO_8859_1)) {
      return lines.filter(line -> isOf(line, inode)).count() > ours;
    } catch (IOException | UncheckedIOException e) {
      return !member.table().isGone(participant.slot(), participant.generation());
    }
  }

  /** By proc_pid_maps(5): address, permissions, offset, device, inode, path. */
  private static boolean isOf(String line, String inode) {
    String[] fields = line.split(" +", 6);
    return fields.length > 4 && fields[4].equals(inode);
  }

  private long ours() {
    return ((long) member.generation() << 32) | member.slot();
  }

  private static long mark(MappedRegion region) {
    return (long) LONG.getVolatile(region.segment(), MARK);
  }

  private static boolean setMark(MappedRegion region, long old, long mark) {
    return LONG.compareAndSet(region.segment(), MARK, old, mark);
  }
}

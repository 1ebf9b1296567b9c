package orchestrate.ipc.crash;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import orchestrate.ipc.session.DeadCreators;
import orchestrate.ipc.session.Party;
import orchestrate.ipc.session.Session;
import orchestrate.ipc.session.SessionFolders;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SessionFoldersCrashTest {
  @ParameterizedTest
  @ValueSource(classes = {CreateAndClose.class, Sweep.class})
  void survives(Class<? extends Scenario> scenario) throws Exception {
    EveryDeath.isSurvivedIn(scenario);
  }

  /** What is there is a whole session or hidden, and the next sweep leaves nothing of it. */
  public abstract static class WithFolders implements Scenario {
    /** No object of the participants' own session: its name has a dot. */
    static Path base(Party party) {
      return party.folder().resolve("other.sessions");
    }

    @Override
    public void check(Party survivor) throws Exception {
      Path base = base(survivor);
      for (Path entry : DeadCreators.entries(base)) {
        if (!entry.getFileName().toString().startsWith(".")) {
          Session.open(entry, "visitor").close();
        }
      }
      DeadCreators.of(base);
      SessionFolders.in(base).sweep();
      assertThat(DeadCreators.entries(base)).isEmpty();
    }
  }

  public static final class CreateAndClose extends WithFolders {
    @Override
    public void victim(Party victim) throws Exception {
      SessionFolders folders = SessionFolders.in(base(victim));
      Session session = Session.create(folders.newFolder("s"), "creator");
      victim.whenBuried(session);
      session.close();
    }
  }

  public static final class Sweep extends WithFolders {
    private @Nullable Session abandoned;

    @Override
    public void prepare(Party survivor) throws IOException {
      SessionFolders folders = SessionFolders.in(base(survivor));
      abandoned = Session.create(folders.newFolder("s"), "creator");
      DeadCreators.of(base(survivor));
    }

    @Override
    public void victim(Party victim) throws Exception {
      SessionFolders.in(base(victim)).sweep();
    }

    @Override
    public void check(Party survivor) throws Exception {
      super.check(survivor);
      requireNonNull(abandoned).close();
    }
  }
}

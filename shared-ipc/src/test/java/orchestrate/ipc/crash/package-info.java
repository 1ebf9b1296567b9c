/**
 * Deaths, enumerated: for k = 1, 2, ... a process dies exactly at access k of what it does, others
 * recover it, and the survivors must find everything in order. Then the same for the one who
 * recovers.
 *
 * <p>A test names its scenarios, a {@link orchestrate.ipc.crash.Scenario} says who does what. Both
 * the class and its constructor must be public:
 *
 * <pre>{@code
 * class SharedLockCrashTest {
 *   @ParameterizedTest
 *   @ValueSource(classes = {LockAndUnlock.class, UnlockThatWakes.class})
 *   void survives(Class<? extends Scenario> scenario) throws Exception {
 *     EveryDeath.isSurvivedIn(scenario);
 *   }
 *
 *   public static final class UnlockThatWakes implements Scenario {
 *     private Fork<Boolean> waiting;
 *
 *     @Override public void prepareVictim(Party victim) throws Exception {
 *       lock(victim).lock();
 *     }
 *
 *     @Override public void victim(Party victim) {
 *       lock(victim).unlock();                      // dies in here
 *     }
 *
 *     @Override public void meanwhile(Party survivor, BooleanSupplier over) throws Exception {
 *       waiting = Fork.start(() -> takeAndLeave(lock(survivor)));
 *     }
 *
 *     @Override public void check(Party survivor) throws Exception {
 *       waiting.result();                           // fails, with a stack trace, if it hangs
 *       assertThat(lock(survivor).isLocked()).isFalse();
 *     }
 *
 *     private static SharedLock lock(Party party) {
 *       return (SharedLock) party.object("x", new Header(ObjectKind.LOCK, 0));
 *     }
 *   }
 * }
 * }</pre>
 *
 * <p>Each scenario is run
 *
 * <ul>
 *   <li>once without a death, to count the steps and to see that it comes to its end;
 *   <li>with a death before each step, the last of which is the end itself (it dies idle, with all
 *       it got), and beyond, where it must live on and leave in order;
 *   <li>with a death of the recoverer too, before its steps, and somebody else recovering both;
 *   <li>with a victim that is a process of its own and kills itself by SIGKILL.
 * </ul>
 *
 * <p>The first three happen in one process: the victim's threads stop for ever, and the table of
 * participants is changed as the kernel would do it. The system property {@code
 * orchestrate.crash.all=true} asks for every death of the recoverer and every kill; else they are a
 * sample. If something is wrong, the message says at which step who died, and where in the code
 * that was.
 *
 * <p>What else a victim opens, a second participant for instance, it names to {@link
 * orchestrate.ipc.session.Party#whenBuried}, so that nothing is left of a run.
 *
 * <p>What counts as a step is said in {@link orchestrate.ipc.crash.step.SteppingLoader}. All of it,
 * scenarios included, runs in classes which that has loaded: a scenario shares no static field with
 * the test that names it.
 */
@NullMarked
package orchestrate.ipc.crash;

import org.jspecify.annotations.NullMarked;

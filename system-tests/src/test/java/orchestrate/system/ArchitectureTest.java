package orchestrate.system;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.conditions.ArchConditions.callMethod;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.domain.PackageMatcher;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import orchestrate.config.TaskSpec;
import org.jspecify.annotations.NullMarked;

/** Arrows go one way only, and what is kept apart stays apart. */
@AnalyzeClasses(packages = "orchestrate", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  private static final String[] SHARED_IPC = {"orchestrate.ipc.."};
  private static final String[] DURABLE = {"orchestrate.durable.."};
  private static final String[] CONFIG = {"orchestrate.config.."};
  private static final String[] WORKER = {"orchestrate.worker..", "orchestrate.task.."};
  private static final String[] COORDINATOR = {"orchestrate.coordinator.."};

  @ArchTest
  static final ArchRule sharedIpcKnowsNoOtherModule =
      noClasses()
          .that()
          .resideInAnyPackage(SHARED_IPC)
          .should()
          .dependOnClassesThat(
              resideInAnyPackage("orchestrate..").and(not(resideInAnyPackage(SHARED_IPC))));

  @ArchTest
  static final ArchRule configKnowsNoOtherModule =
      noClasses()
          .that()
          .resideInAnyPackage(CONFIG)
          .should()
          .dependOnClassesThat(
              resideInAnyPackage("orchestrate..").and(not(resideInAnyPackage(CONFIG))));

  @ArchTest
  static final ArchRule workerKnowsSharedIpcAndDurableOnly =
      noClasses()
          .that()
          .resideInAnyPackage(WORKER)
          .should()
          .dependOnClassesThat(
              resideInAnyPackage("orchestrate..")
                  .and(not(resideInAnyPackage(SHARED_IPC)))
                  .and(not(resideInAnyPackage(DURABLE)))
                  .and(not(resideInAnyPackage(WORKER))));

  /** It is a library's: whoever uses it has nothing of the coordinator. */
  @ArchTest
  static final ArchRule poolKnowsSharedIpcAndWorkerOnly =
      noClasses()
          .that()
          .resideInAPackage("orchestrate.pool..")
          .should()
          .dependOnClassesThat(
              resideInAnyPackage("orchestrate..")
                  .and(not(resideInAnyPackage(SHARED_IPC)))
                  .and(not(resideInAnyPackage(WORKER)))
                  .and(not(resideInAnyPackage("orchestrate.pool.."))));

  /** Most workers don't have it on their class path. */
  @ArchTest
  static final ArchRule oneClassOfTheWorkerKnowsDurable =
      noClasses()
          .that()
          .resideInAnyPackage(WORKER)
          .and()
          .doNotHaveFullyQualifiedName("orchestrate.worker.durable.DurableTexts")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(DURABLE);

  @ArchTest
  static final ArchRule durableKnowsSharedIpcOnly =
      noClasses()
          .that()
          .resideInAnyPackage(DURABLE)
          .should()
          .dependOnClassesThat(
              resideInAnyPackage("orchestrate..")
                  .and(not(resideInAnyPackage(SHARED_IPC)))
                  .and(not(resideInAnyPackage(DURABLE))));

  @ArchTest static final ArchRule noCyclesWithinSharedIpc = noCycles("orchestrate.ipc.(*)..");

  @ArchTest
  static final ArchRule noCyclesWithinConfig =
      noCycles("orchestrate.(config)", "orchestrate.config.(*)");

  @ArchTest
  static final ArchRule noCyclesWithinWorker =
      noCycles("orchestrate.(task)..", "orchestrate.(worker)", "orchestrate.worker.(*)..");

  @ArchTest
  static final ArchRule noCyclesWithinCoordinator = noCycles("orchestrate.coordinator.(*)..");

  @ArchTest
  static final ArchRule theKernelIsTheGroundFloor =
      noClasses()
          .that()
          .resideInAPackage("orchestrate.ipc.os")
          .should()
          .dependOnClassesThat(
              resideInAnyPackage("orchestrate..")
                  .and(not(resideInAnyPackage("orchestrate.ipc.os"))));

  @ArchTest
  static final ArchRule memoryAndWaitingStandOnTheKernelAlone =
      noClasses()
          .that()
          .resideInAnyPackage("orchestrate.ipc.memory", "orchestrate.ipc.wait")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "orchestrate.ipc.participant..",
              "orchestrate.ipc.sync..",
              "orchestrate.ipc.session..",
              "orchestrate.ipc.channel..",
              "orchestrate.ipc.queue..");

  /** Channels have one writer and one reader, and need nobody to be alive. */
  @ArchTest
  static final ArchRule channelsNeedNoSession =
      noClasses()
          .that()
          .resideInAPackage("orchestrate.ipc.channel")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("orchestrate.ipc.session..", "orchestrate.ipc.sync..");

  /** It can be set, by days, at any moment: whoever measures by it is wrong then. */
  @ArchTest
  static final ArchRule nobodyMeasuresByTheTimeOfDay =
      noClasses()
          .that()
          .doNotHaveFullyQualifiedName("orchestrate.coordinator.journal.RunClock") // the start
          .and()
          .doNotHaveFullyQualifiedName("orchestrate.coordinator.journal.Journal") // a name
          .and()
          .doNotHaveFullyQualifiedName("orchestrate.coordinator.run.RunFolder") // a name
          .and() // beside the times of files
          .doNotHaveFullyQualifiedName("orchestrate.coordinator.files.FileClock")
          .and()
          .doNotHaveFullyQualifiedName("orchestrate.durable.Salvage") // a name
          .and()
          .doNotHaveFullyQualifiedName("orchestrate.ipc.sync.SharedCondition") // awaitUntil(Date)
          .should()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callMethodWhere(
              target(owner(resideInAnyPackage("java.time")))
                  .and(target(nameMatching("now|system.*"))));

  /** A user's task sees its context and the primitives, and nothing of how a worker is made. */
  @ArchTest
  static final ArchRule theTaskApiHidesTheWorker =
      noClasses()
          .that()
          .resideInAPackage("orchestrate.task..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("orchestrate.worker..");

  @ArchTest
  static final ArchRule schedulingHasNoInputNorOutputNorThreads =
      noClasses()
          .that()
          .resideInAPackage("orchestrate.coordinator.schedule..")
          .should()
          .dependOnClassesThat(
              resideInAnyPackage(
                      "java.io..",
                      "java.nio..",
                      "java.net..",
                      "java.util.concurrent..",
                      "orchestrate.ipc..",
                      "orchestrate.worker..")
                  .or(type(Thread.class))
                  .or(type(Process.class))
                  .or(type(java.time.Clock.class))
                  .or(type(java.util.Timer.class)));

  @ArchTest
  static final ArchRule schedulingHasNoClock =
      noClasses()
          .that()
          .resideInAPackage("orchestrate.coordinator.schedule..")
          .should(
              callMethod(System.class, "nanoTime")
                  .or(callMethod(System.class, "currentTimeMillis"))
                  .or(callMethod(java.time.Instant.class, "now")));

  /**
   * The planner turns the job file into a plan. Four others read a task's specification of the
   * plan: the run, which fills in its expressions, the schedule, which honours what it asks for,
   * the preview, which shows it, and the description, which keeps it in words.
   */
  @ArchTest
  static final ArchRule fewKnowTheTasksOfTheJobFile =
      noClasses()
          .that()
          .resideInAPackage("orchestrate.coordinator..")
          .and()
          .resideOutsideOfPackages(
              "orchestrate.coordinator.plan",
              "orchestrate.coordinator.describe",
              "orchestrate.coordinator.preview",
              "orchestrate.coordinator.run",
              "orchestrate.coordinator.schedule",
              // The summary asks how often a task is retried, to tell a last failure from others.
              "orchestrate.coordinator.report",
              // The display tells services from tasks, and counts those with a tag in common.
              "orchestrate.coordinator.live",
              // Other programs are told what a command was, and whether its failure matters.
              "orchestrate.coordinator.export")
          .should()
          .dependOnClassesThat()
          .areAssignableTo(TaskSpec.class);

  /** Only there is it called, and by reflection: a call would show here as a dependency. */
  @ArchTest
  static final ArchRule sunMiscIsUsedByNameOnly =
      noClasses().should().dependOnClassesThat().resideInAPackage("sun..");

  @ArchTest
  static final ArchRule theCommandLineLibraryStaysInTheCommandLine =
      noClasses()
          .that()
          .resideOutsideOfPackage("orchestrate.coordinator.cli..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("picocli..");

  @ArchTest
  static final ArchRule onlyJournalAndDurableKnowChronicle =
      noClasses()
          .that()
          .resideOutsideOfPackages("orchestrate.coordinator.journal", "orchestrate.durable")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("net.openhft..");

  /** A library that ends the process takes everybody's work with it. */
  @ArchTest
  static final ArchRule onlyTheMainClassesEndTheProcess =
      noClasses()
          .that()
          .doNotHaveFullyQualifiedName("orchestrate.coordinator.cli.Main")
          .and()
          .doNotHaveFullyQualifiedName("orchestrate.worker.WorkerMain")
          .and()
          .doNotHaveFullyQualifiedName("orchestrate.pool.PoolWorker")
          // It ends a worker whose coordinator is gone: there is nobody left to return to.
          .and()
          .doNotHaveFullyQualifiedName("orchestrate.worker.process.Guardian")
          // It ends a worker that has no memory left to go on with.
          .and()
          .doNotHaveFullyQualifiedName("orchestrate.worker.UncaughtErrors")
          .should(
              callMethod(System.class, "exit", int.class)
                  .or(callMethod(Runtime.class, "exit", int.class))
                  .or(callMethod(Runtime.class, "halt", int.class)));

  @ArchTest
  static final ArchRule coordinatorIsOnTop =
      classes()
          .that()
          .resideInAnyPackage(COORDINATOR)
          .should()
          .onlyHaveDependentClassesThat()
          .resideInAnyPackage(COORDINATOR);

  @ArchTest
  static void everyPackageIsNullMarked(JavaClasses classes) {
    assertThat(classes.stream().map(JavaClass::getPackage).distinct())
        .allSatisfy(ArchitectureTest::isNullMarked);
  }

  /** Between the packages that match one of these, each called by what its brackets match. */
  private static ArchRule noCycles(String... packages) {
    var slices =
        new SliceAssignment() {
          @Override
          public SliceIdentifier getIdentifierOf(JavaClass type) {
            for (String identifier : packages) {
              var match = PackageMatcher.of(identifier).match(type.getPackageName());
              if (match.isPresent()) {
                return SliceIdentifier.of(match.get().getGroup(1));
              }
            }
            return SliceIdentifier.ignore();
          }

          @Override
          public String getDescription() {
            return "packages " + String.join(", ", packages);
          }
        };
    return slices().assignedFrom(slices).should().beFreeOfCycles();
  }

  private static void isNullMarked(JavaPackage packageOfOurs) {
    assertThat(packageOfOurs.tryGetAnnotationOfType(NullMarked.class))
        .as("@NullMarked in package-info.java of " + packageOfOurs.getName())
        .isPresent();
  }
}

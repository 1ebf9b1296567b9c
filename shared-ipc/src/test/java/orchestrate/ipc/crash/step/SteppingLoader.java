package orchestrate.ipc.crash.step;

import static java.lang.constant.ConstantDescs.CD_String;
import static java.lang.constant.ConstantDescs.CD_void;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFile.ClassHierarchyResolverOption;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDesc;
import java.lang.constant.DirectMethodHandleDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.Set;

/**
 * Loads the classes of {@code orchestrate.ipc}, those under test and those that test them, with a
 * call to {@link Steps#step} before every access to memory or files and every system call. The code
 * under test knows nothing of it, and no access can be forgotten.
 *
 * <p>What counts: {@code VarHandle} accesses, {@code MemorySegment} reads, writes and copies,
 * {@code Libc.syscall}, {@code Files}, {@code FileChannel}. What doesn't: the inside of {@code
 * Libc}, and the looks of one who waits ({@code ipc.wait} reading), of which there can be any
 * number; to die between two looks is to die before whatever comes next.
 */
public final class SteppingLoader extends ClassLoader {
  static {
    registerAsParallelCapable();
  }

  private static final String OURS = "orchestrate.ipc.";
  private static final String SHARED_WITH_PARENT = Steps.class.getPackageName() + ".";
  private static final String LIBC = "orchestrate.ipc.os.Libc";
  private static final String WAITING = "orchestrate.ipc.wait.";
  private static final ClassDesc STEPS = ClassDesc.of(Steps.class.getName());
  private static final MethodTypeDesc STEP = MethodTypeDesc.of(CD_void, CD_String);
  private static final Set<String> SEGMENT_ACCESSES =
      Set.of("get", "set", "copy", "fill", "mismatch", "toArray");

  private static final ClassFile CLASS_FILE =
      ClassFile.of(
          ClassHierarchyResolverOption.of(
              ClassHierarchyResolver.ofResourceParsing(SteppingLoader.class.getClassLoader())
                  .cached()));

  private SteppingLoader() {
    super("stepping", SteppingLoader.class.getClassLoader());
  }

  /** An instance of that class, loaded once more, with steps, as are all that it refers to. */
  public static Stepped load(Class<? extends Stepped> type) {
    try {
      return new SteppingLoader()
          .loadClass(type.getName(), true)
          .asSubclass(Stepped.class)
          .getDeclaredConstructor()
          .newInstance();
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("cannot load " + type + " with steps", e);
    }
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (!isOurs(name)) {
      return super.loadClass(name, resolve);
    }
    synchronized (getClassLoadingLock(name)) {
      Class<?> loaded = findLoadedClass(name);
      return loaded != null ? loaded : define(name);
    }
  }

  private Class<?> define(String name) throws ClassNotFoundException {
    byte[] bytes = withSteps(name, read(name));
    return defineClass(name, bytes, 0, bytes.length);
  }

  private byte[] read(String name) throws ClassNotFoundException {
    String file = name.replace('.', '/') + ".class";
    try (InputStream in = getParent().getResourceAsStream(file)) {
      if (in == null) {
        throw new ClassNotFoundException(name);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isOurs(String name) {
    return name.startsWith(OURS) && !name.startsWith(SHARED_WITH_PARENT);
  }

  /** The class of that name with a call before every access, if it is one of those that count. */
  public static byte[] withSteps(String name, byte[] bytes) {
    if (!isOurs(name) || name.startsWith(LIBC)) {
      return bytes;
    }
    return CLASS_FILE.transformClass(
        CLASS_FILE.parse(bytes),
        ClassTransform.transformingMethodBodies((code, element) -> withSteps(name, code, element)));
  }

  private static void withSteps(String name, CodeBuilder code, CodeElement element) {
    switch (element) {
      case InvokeInstruction call -> {
        String owner = call.owner().asSymbol().displayName();
        String method = call.name().stringValue();
        if (isAccess(owner, method) && !(name.startsWith(WAITING) && method.startsWith("get"))) {
          code.ldc(owner + "." + method).invokestatic(STEPS, "step", STEP);
        }
      }
      case InvokeDynamicInstruction dynamic -> {
        for (ConstantDesc argument : dynamic.bootstrapArgs()) {
          if (argument instanceof DirectMethodHandleDesc target
              && isAccess(target.owner().displayName(), target.methodName())) {
            throw new IllegalStateException(
                "%s refers to %s, whose calls can't be counted: write a lambda"
                    .formatted(name, target));
          }
        }
      }
      default -> {}
    }
    code.with(element);
  }

  private static boolean isAccess(String owner, String method) {
    return switch (owner) {
      case "VarHandle" -> isVarHandleAccess(method);
      case "MemorySegment" -> SEGMENT_ACCESSES.stream().anyMatch(method::startsWith);
      case "Libc" -> method.equals("syscall");
      case "Files" -> true;
      case "FileChannel" -> true;
      default -> false;
    };
  }

  private static boolean isVarHandleAccess(String method) {
    return method.startsWith("get")
        || method.startsWith("set")
        || method.startsWith("compareAnd")
        || method.startsWith("weakCompareAnd");
  }
}

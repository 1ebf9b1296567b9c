package orchestrate.ipc.os;

/** Numbers of the Linux system calls we make by number, per processor architecture. */
public enum SystemCall {
  FUTEX(202, 98),
  FUTEX_WAITV(449, 449),
  SET_ROBUST_LIST(273, 99),
  GETTID(186, 178),
  GETPPID(110, 173),
  KILL(62, 129),
  PIPE2(293, 59),
  CHDIR(80, 49),
  READ(0, 63),
  WRITE(1, 64),
  CLOSE(3, 57),
  OPENAT(257, 56),
  FCNTL(72, 25),
  IOCTL(16, 29),
  LSEEK(8, 62),
  PREAD64(17, 67),
  DUP3(292, 24),
  PPOLL(271, 73),
  PIDFD_OPEN(434, 434),
  PRCTL(157, 167),
  SETSID(112, 157),
  WAIT4(61, 260),
  WAITID(247, 95),
  GETRUSAGE(98, 165),
  MKNODAT(259, 33),
  FALLOCATE(285, 47),
  SCHED_SETATTR(314, 274),
  SCHED_GETATTR(315, 275);

  private static final String ARCH = System.getProperty("os.arch", "");

  private final int x86;
  private final int aarch;

  SystemCall(int x86, int aarch) {
    this.x86 = x86;
    this.aarch = aarch;
  }

  /** The number on this machine. */
  public long number() {
    return switch (ARCH) {
      case "amd64", "x86_64" -> x86;
      case "aarch64" -> aarch;
      default ->
          throw new UnsupportedOperationException(
              "no system call numbers for processor architecture " + ARCH);
    };
  }

  /** Whether {@link #number} knows this machine. */
  public static boolean known() {
    return Libc.IS_LINUX
        && (ARCH.equals("amd64") || ARCH.equals("x86_64") || ARCH.equals("aarch64"));
  }
}

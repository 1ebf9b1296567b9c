package orchestrate.worker;

import static java.util.Locale.Category.DISPLAY;
import static java.util.Locale.Category.FORMAT;

import java.net.Authenticator;
import java.net.CookieHandler;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TimeZone;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What there is once in a JVM, and so would go from a task that changes it to all that come after:
 * compared after each task, and put back. To compare must cost nothing that a task of a microsecond
 * would feel.
 *
 * <p>Thread-safe. Of tasks that run at the same time, any may be the one that made the change.
 */
final class JvmDefaults {
  private static final class Default<T extends @Nullable Object> {
    private final String name;
    private final Supplier<T> getter;
    private final Consumer<T> setter;
    private final T former;

    Default(String name, Supplier<T> getter, Consumer<T> setter) {
      this.name = name;
      this.getter = getter;
      this.setter = setter;
      this.former = getter.get();
    }

    @SuppressWarnings("ReferenceEquality") // anybody's equals may say anything
    boolean isUntouched() {
      return getter.get() == former;
    }

    void putBack(List<String> changed) {
      T now = getter.get();
      if (!isUntouched()) {
        setter.accept(former);
        changed.add("%s (from %s to %s)".formatted(name, text(former), text(now)));
      }
    }

    private static String text(@Nullable Object value) {
      return switch (value) {
        case null -> "none";
        case Locale locale -> locale.toLanguageTag();
        default -> value.getClass().getName();
      };
    }
  }

  private final Default<?>[] defaults = {
    new Default<>("System.out", () -> System.out, System::setOut),
    new Default<>("System.err", () -> System.err, System::setErr),
    new Default<>("System.in", () -> System.in, System::setIn),
    // To set it sets the two after it, too.
    new Default<>("the default locale", Locale::getDefault, Locale::setDefault),
    new Default<>(
        "the default locale for display",
        () -> Locale.getDefault(DISPLAY),
        locale -> Locale.setDefault(DISPLAY, locale)),
    new Default<>(
        "the default locale for formats",
        () -> Locale.getDefault(FORMAT),
        locale -> Locale.setDefault(FORMAT, locale)),
    new Default<Thread.@Nullable UncaughtExceptionHandler>(
        "the default handler of uncaught exceptions",
        Thread::getDefaultUncaughtExceptionHandler,
        Thread::setDefaultUncaughtExceptionHandler),
    new Default<@Nullable Authenticator>(
        "the default authenticator", Authenticator::getDefault, Authenticator::setDefault),
    new Default<@Nullable CookieHandler>(
        "the default cookie handler", CookieHandler::getDefault, CookieHandler::setDefault),
  };

  /** Of this, each call of the getter makes another object. */
  private final TimeZone timeZone = TimeZone.getDefault();

  private final Map<Object, Object> propertyValues;
  private final WatchedProperties properties;
  private volatile long seenChanges;

  private JvmDefaults() {
    propertyValues = Map.copyOf(System.getProperties());
    properties = new WatchedProperties(propertyValues);
    System.setProperties(properties);
  }

  /** Takes them as they are now. */
  static JvmDefaults watch() {
    return new JvmDefaults();
  }

  /** Whether all is as it was. */
  boolean areUntouched() {
    for (Default<?> one : defaults) {
      if (!one.isUntouched()) {
        return false;
      }
    }
    return arePropertiesUntouched() && TimeZone.getDefault().equals(timeZone);
  }

  @SuppressWarnings("ReferenceEquality") // only this object counts its changes
  private boolean arePropertiesUntouched() {
    return properties.changes() == seenChanges && System.getProperties() == properties;
  }

  /** Makes all as it was, and tells what was not. */
  synchronized List<String> putBack() {
    var changed = new ArrayList<String>();
    for (Default<?> one : defaults) {
      one.putBack(changed);
    }
    TimeZone zone = TimeZone.getDefault();
    if (!zone.equals(timeZone)) {
      TimeZone.setDefault(timeZone);
      changed.add(
          "the default time zone (from %s to %s)".formatted(timeZone.getID(), zone.getID()));
    }
    if (!arePropertiesUntouched()) {
      putBackProperties(changed);
    }
    return changed;
  }

  private void putBackProperties(List<String> changed) {
    Set<String> names = differing(new HashMap<>(System.getProperties()));
    System.setProperties(properties);
    properties.clear();
    properties.putAll(propertyValues);
    seenChanges = properties.changes();
    if (!names.isEmpty()) {
      changed.add("system properties (%s)".formatted(String.join(", ", names)));
    }
  }

  private Set<String> differing(Map<Object, Object> now) {
    var names = new TreeSet<String>();
    now.forEach(
        (name, value) -> {
          if (!value.equals(propertyValues.get(name))) {
            names.add(name.toString());
          }
        });
    propertyValues.keySet().stream()
        .filter(name -> !now.containsKey(name))
        .forEach(name -> names.add(name.toString()));
    return names;
  }
}

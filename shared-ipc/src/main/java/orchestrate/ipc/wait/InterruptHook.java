package orchestrate.ipc.wait;

import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.spi.AbstractSelectableChannel;
import java.nio.channels.spi.AbstractSelector;
import java.util.Set;

/**
 * Has {@link Thread#interrupt()} call {@link #wakeup()} while this thread is between {@link #begin}
 * and {@link #end}; begin calls it too if the thread has been interrupted already.
 *
 * <p>A selector is the one thing that Java lets others write and that {@code Thread.interrupt}
 * tells. We take nothing else of it.
 */
abstract class InterruptHook extends AbstractSelector {
  @SuppressWarnings("NullAway") // nobody asks who made it
  InterruptHook() {
    super(null);
  }

  @Override
  protected void implCloseSelector() {}

  @Override
  protected SelectionKey register(AbstractSelectableChannel channel, int operations, Object it) {
    throw noSelector();
  }

  @Override
  public Set<SelectionKey> keys() {
    throw noSelector();
  }

  @Override
  public Set<SelectionKey> selectedKeys() {
    throw noSelector();
  }

  @Override
  public int selectNow() {
    throw noSelector();
  }

  @Override
  public int select(long timeout) {
    throw noSelector();
  }

  @Override
  public int select() {
    throw noSelector();
  }

  /** May be called late, when the thread has long been doing something else. */
  @Override
  public abstract Selector wakeup();

  private static UnsupportedOperationException noSelector() {
    return new UnsupportedOperationException("not a selector: it only hears of interrupts");
  }
}

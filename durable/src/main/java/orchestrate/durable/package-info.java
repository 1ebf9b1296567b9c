/** A queue between processes that survives the death of all of them and a reboot. */
@NullMarked
package orchestrate.durable;

import org.jspecify.annotations.NullMarked;

@NullMarked
package orchestrate.durable;

import org.jspecify.annotations.NullMarked;

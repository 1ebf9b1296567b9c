@NullMarked
package orchestrate.pool;

import org.jspecify.annotations.NullMarked;

/** {@link orchestrate.pool.ProcessPool}: an executor whose threads are processes. */
@NullMarked
package orchestrate.pool;

import org.jspecify.annotations.NullMarked;

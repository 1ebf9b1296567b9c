/** Whether a service is ready: looked at again and again, until it is or its time is over. */
@NullMarked
package orchestrate.worker.probe;

import org.jspecify.annotations.NullMarked;

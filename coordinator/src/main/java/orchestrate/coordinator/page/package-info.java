/** A page for a browser in one file: its scripts and styles, and the data that it shows. */
@NullMarked
package orchestrate.coordinator.page;

import org.jspecify.annotations.NullMarked;

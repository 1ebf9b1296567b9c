/** YAML as a small tree in which everything knows where it stands. */
@NullMarked
package orchestrate.config.yaml;

import org.jspecify.annotations.NullMarked;

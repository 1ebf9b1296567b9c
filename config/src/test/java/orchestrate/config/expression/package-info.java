@NullMarked
package orchestrate.config.expression;

import org.jspecify.annotations.NullMarked;

/**
 * What stands between <code>${{</code> and <code>}}</code>: what it may be, and what it comes to.
 */
@NullMarked
package orchestrate.config.expression;

import org.jspecify.annotations.NullMarked;

/**
 * Durable queues of a job. What knows of the module durable is here, and only {@link
 * orchestrate.worker.durable.DurableTexts}: without such queues a worker doesn't have that module.
 */
@org.jspecify.annotations.NullMarked
package orchestrate.worker.durable;

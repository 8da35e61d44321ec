/**
 * A thread of the process that reads a file first: says how much memory that takes, also while a library is at work and the
 * process itself cannot say anything.
 *
 * @module
 */

/** Milliseconds between two looks. */
const EVERY = 50;

setInterval(() => console.log(JSON.stringify({ memory: Deno.memoryUsage().rss })), EVERY);

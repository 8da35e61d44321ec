import v8 from "node:v8";
import vm from "node:vm";

/** Garbage that may gather before it is collected, in bytes. */
const LIMIT = 8e6;

let collect: (() => void) | undefined, live = 0;

/**
 * Collects JavaScript's garbage where a run has left much of it. V8 alone waits until its heap is several
 * times what is in use, because it does not see the library's memory; a process that trains
 * hundreds of networks would grow by a third of its size before it shrinks again.
 */
export function collectGarbage(): void {
  if (Deno.memoryUsage().heapUsed < live + LIMIT) return;
  collect ??= exposed();
  collect();
  live = Deno.memoryUsage().heapUsed;
}

function exposed(): () => void {
  v8.setFlagsFromString("--expose-gc");
  return vm.runInNewContext("gc");
}

/**
 * The process in which the plan of a large sweep is timed: its options are the first argument. Says as a line of
 * JSON how many runs it found done and left, how long opening and planning took, and the memory it needed.
 *
 * @module
 */
import { planSweep } from "../sweep/sweep.ts";
import { peakGigabytes } from "./peak_memory.ts";

if (import.meta.main) {
  const began = performance.now();
  const { done, pending } = await planSweep(JSON.parse(Deno.args[0]!));
  const seconds = (performance.now() - began) / 1000;
  console.log(JSON.stringify({
    ...{ done: done.length, left: pending.length, seconds },
    peakGigabytes: await peakGigabytes("self"),
  }));
}

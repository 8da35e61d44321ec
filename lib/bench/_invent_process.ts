/**
 * The process that invents a sweep's tables: its arguments are a folder and the axes as JSON.
 *
 * @module
 */
import { inventSweep } from "./invent_sweep.ts";

if (import.meta.main) {
  const [folder, axes] = Deno.args;
  await inventSweep(folder!, JSON.parse(axes!), { epochs: 60, journals: false });
}

/**
 * Tells what importing a module changes in this process beside making the module. The packages that it could
 * change are imported before, so that what they do themselves does not count.
 *
 * @module
 */
import fs from "node:fs";
import process from "node:process";
import * as tf from "@tensorflow/tfjs";
import * as vega from "vega";

const calls: string[] = [];

/** Counts the calls of a function of an object, which still does what it did. */
function watch(owner: Record<string, unknown>, name: string): void {
  const original = owner[name] as (...args: unknown[]) => unknown;
  owner[name] = (...args: unknown[]) => {
    calls.push(`${name}(${String(args[0])})`);
    return original(...args);
  };
}

const READERS = [
  "open",
  "openSync",
  "readFile",
  "readFileSync",
  "readTextFile",
  "readTextFileSync",
];
for (const name of [...READERS, "addSignalListener"]) {
  watch(Deno as unknown as Record<string, unknown>, name);
}
for (const name of ["createReadStream", "openSync", "readFileSync"]) {
  watch(fs as unknown as Record<string, unknown>, name);
}

const { textMetrics } = vega as unknown as { textMetrics: object };

/** What importing a module must leave as it is; functions are compared by identity. */
const state = () => ({
  "global names": Reflect.ownKeys(globalThis).map(String).join(),
  "console": Object.values(console),
  "process listeners": process.eventNames().join(),
  "warnings of Node": (process as { noDeprecation?: boolean }).noDeprecation,
  "vega's text metrics": Object.values(textMetrics),
  "vega's schemes and formats": Object.values(vega),
  "tfjs backends": tf.engine().backendNames().join(),
  "tfjs backend in use": tf.engine().backendName,
  "tfjs kernels": tf.getKernelsForBackend("tensorflow").length,
});

/** What importing changes that is not the module's own, in words. */
export async function importEffects(load: () => Promise<unknown>): Promise<string[]> {
  const before = state();
  calls.length = 0;
  await load();
  const after = state();
  const changed = Object.entries(before).flatMap(([name, value]) =>
    same(value, after[name as keyof typeof after]) ? [] : [name]
  );
  return [...changed, ...calls];
}

function same(a: unknown, b: unknown): boolean {
  if (!Array.isArray(a) || !Array.isArray(b)) return a === b;
  return a.length === b.length && a.every((value, i) => value === b[i]);
}

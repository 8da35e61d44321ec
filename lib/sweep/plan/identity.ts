import { hash } from "node:crypto";
import {
  earlierValue,
  RUN_OPTIONS,
  type RunOption,
  type RunOptionValues,
} from "../../options/mod.ts";
import type { Device, Precision } from "../../tensorflow/device.ts";
import type { RunConfiguration } from "./grid.ts";

/** Raised whenever the same configuration gives other results or records than before. */
export const FORMAT = 1;

/** What decides a run's result besides its configuration. */
export interface RunContext {
  /** The prepared dataset's content hash, which covers genes, split and scaling. */
  readonly dataHash: string;
  readonly engine: string;
  readonly backend: string;
  /** @default "cpu" */
  readonly device?: Device;
  /** @default "float32" */
  readonly precision?: Precision;
}

/**
 * A run's identity: a hash of everything that decides its result. Two runs of one identity are one run. What decides the
 * data alone is in their hash: it does not matter how they were asked for.
 *
 * @returns 16 hexadecimal digits.
 */
export function runId(
  { splitSeed: _, genes: __, ...run }: RunConfiguration,
  { device = "cpu", precision = "float32", ...context }: RunContext,
): string {
  const settings = decisive(run.settings);
  // What runs always had does not stand in their identity: those of older folders stay what they are.
  const other = { ...device !== "cpu" && { device }, ...precision !== "float32" && { precision } };
  const text = canonical({ format: FORMAT, ...context, ...other, ...run, settings });
  return hash("sha256", text).slice(0, 16);
}

const reduced = new WeakMap<RunOptionValues, object>();

/** Options without those that came later and change nothing: runs of older folders stay what they are. */
function decisive(settings: RunOptionValues): object {
  const known = reduced.get(settings);
  if (known) return known;
  const rows: Readonly<Record<string, RunOption>> = RUN_OPTIONS;
  const kept = Object.entries(settings).filter(([name, value]) =>
    rows[name]?.identity !== "unless-default" || value !== earlierValue(rows[name])
  );
  const own = Object.freeze(Object.fromEntries(kept));
  reduced.set(settings, own);
  return own;
}

/** Texts of options that many runs share. */
const texts = new WeakMap<object, string>();

/** A key, and how its member of a JSON object begins. */
type Member = readonly [key: string, text: string];

/** Sorted members by the unsorted keys, which all runs of a sweep have in common. */
const orders = new Map<string, readonly Member[]>();

function sortedMembers(value: object): readonly Member[] {
  const keys = Object.keys(value), shape = keys.join("\n");
  const known = orders.get(shape);
  if (known) return known;
  const sorted = keys.sort().map((key): Member => [key, `${JSON.stringify(key)}:`]);
  orders.set(shape, sorted);
  return sorted;
}

/** JSON with sorted keys, so that the order in which options were given does not matter. */
function canonical(value: unknown, depth = 0): string {
  if (Number.isFinite(value)) return `${value}`; // as JSON, at a tenth of the time
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  const known = texts.get(value);
  if (known !== undefined) return known;
  let text = "";
  for (const [key, start] of sortedMembers(value)) {
    const item = (value as Record<string, unknown>)[key];
    text += `${text === "" ? "{" : ","}${start}${canonical(item, depth + 1)}`;
  }
  text += text === "" ? "{}" : "}";
  if (depth > 0 && Object.isFrozen(value)) texts.set(value, text);
  return text;
}

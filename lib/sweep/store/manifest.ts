import { hostname } from "node:os";
import { InputError } from "../../errors.ts";
import { writeWhole } from "../../files.ts";
import { MODELS } from "../../models/mod.ts";
import {
  type DATA_OPTIONS,
  kebabCase,
  type ModelTable,
  type OptionRow,
  type OptionRows,
  type Said,
  type Value,
} from "../../options/mod.ts";
import { RUN_OPTIONS } from "../../options/run_options.ts";
import type { Axes, Fixed } from "../plan/grid.ts";
import { FORMAT } from "../plan/identity.ts";
import type { OwnModel } from "../plan/own_models.ts";

/** sweep.json: what a result folder holds the results of. */
export interface Manifest {
  readonly format: number;
  readonly axes: Axes;
  /** Options that hold for every run. */
  readonly fixed: Fixed;
  /** Where the data came from and how they were read, as far as it was said; earlier versions kept the command alone. */
  readonly reading?: Said<typeof DATA_OPTIONS>;
  /** Models that are not registered, by name; earlier versions knew none. */
  readonly models?: Readonly<Record<string, OwnModel>>;
  readonly data: {
    readonly name: string;
    readonly genes: number;
    readonly trainRows: number;
    /** Content hash of the prepared dataset by seed. */
    readonly hashes: Readonly<Record<string, string>>;
  };
  readonly engine: string;
  readonly backend: string;
  /** Threads of each worker; earlier versions kept the command alone. */
  readonly threads?: number;
  readonly seedRule: string;
  readonly versions: Readonly<Record<string, string | null>>;
  readonly machine: Readonly<Record<string, string | number>>;
  readonly command: string;
  readonly updatedAt: string;
}

/** How randomness derives from a run's seed. */
export const SEED_RULE =
  "split, weights, batch order and noise: Philox 4x32-10, keyed by the run's seed and a stream for each purpose";

/**
 * Reads a result folder's manifest.
 *
 * @returns Undefined if there is none.
 * @throws {InputError} If it is not JSON or of a newer format.
 *
 * @example
 * ```ts
 * import { readManifest } from "./manifest.ts";
 * if (readManifest("no/such/folder") !== undefined) throw new Error("unexpected manifest");
 * ```
 */
export function readManifest(folder: string): Manifest | undefined {
  const path = `${folder}/sweep.json`;
  let text: string;
  try {
    text = Deno.readTextFileSync(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    if (error instanceof Deno.errors.NotADirectory) {
      throw new InputError(`Cannot read ${path}: ${folder} is a file, no result folder`);
    }
    throw error;
  }
  let manifest: Manifest;
  try {
    manifest = JSON.parse(text);
  } catch {
    throw new InputError(`Cannot read ${path}: it is not JSON; was it changed by hand?`);
  }
  if (!isManifest(manifest)) {
    throw new InputError(`Cannot read ${path}: it describes no sweep; was it changed by hand?`);
  }
  if (manifest.format > FORMAT) {
    throw new InputError(
      `Cannot read ${path}: its format ${manifest.format} is newer than this program's ${FORMAT}; update the program`,
    );
  }
  return { ...manifest, fixed: withoutVaried(manifest) };
}

/** The fixed options without those that an axis varies, which hold for no run. */
function withoutVaried({ axes, fixed }: Pick<Manifest, "axes" | "fixed">): Fixed {
  return Object.fromEntries(
    Object.entries(fixed).filter(([name]) => !Object.hasOwn(axes.further ?? {}, name)),
  );
}

/**
 * The models that a sweep's axes may name: the registered ones, and those of the sweep itself. None of their code
 * is needed for that.
 *
 * @param manifest What sweep.json says.
 */
export function modelTable({ models = {} }: Pick<Manifest, "models">): ModelTable {
  return { ...MODELS, ...models };
}

/** Whether all is there that others rely on. */
function isManifest(value: unknown): boolean {
  const { axes, fixed, data } = Object(value) as Record<string, unknown>;
  const lists = ["models", "learningRates", "latentSizes", "optimizers", "seeds"];
  return lists.every((name) => Array.isArray(Object(axes)[name])) &&
    typeof fixed === "object" && fixed !== null && typeof Object(data).hashes === "object";
}

/**
 * Refuses a folder that holds results of other data or options; writes nothing.
 *
 * @throws {InputError} It names what differs.
 *
 * @example A folder without a sweep takes any
 * ```ts
 * import { POSTER_GRID } from "../plan/grid.ts";
 * import { checkManifest, machineFacts } from "./manifest.ts";
 * checkManifest(Deno.makeTempDirSync(), {
 *   format: 1, axes: POSTER_GRID, fixed: {}, data: { name: "mine", genes: 5000, trainRows: 245, hashes: {} },
 *   engine: "graph", backend: "tensorflow", seedRule: "", versions: {}, machine: machineFacts(),
 *   command: "", updatedAt: "",
 * });
 * ```
 */
export function checkManifest(folder: string, manifest: Manifest): void {
  const before = readManifest(folder);
  if (before) refuseMixing(folder, before, manifest);
}

/**
 * Writes a manifest; the file is replaced whole. Axes of an earlier one in the folder are kept, so that a
 * sweep may grow in steps.
 *
 * @throws {InputError} If the folder belongs to other data or options: results are never mixed.
 *
 * @example
 * ```ts
 * import { POSTER_GRID } from "../plan/grid.ts";
 * import { machineFacts, readManifest, writeManifest } from "./manifest.ts";
 * const folder = Deno.makeTempDirSync();
 * writeManifest(folder, {
 *   format: 1, axes: POSTER_GRID, fixed: {}, data: { name: "mine", genes: 5000, trainRows: 245, hashes: {} },
 *   engine: "graph", backend: "tensorflow", seedRule: "", versions: {}, machine: machineFacts(),
 *   command: "", updatedAt: "",
 * });
 * if (readManifest(folder)?.data.name !== "mine") throw new Error("lost");
 * ```
 */
export function writeManifest(folder: string, manifest: Manifest): Manifest {
  const before = readManifest(folder);
  if (before) refuseMixing(folder, before, manifest);
  const all = before ? join(before, manifest) : manifest;
  const merged = { ...all, fixed: withoutVaried(all) };
  Deno.mkdirSync(folder, { recursive: true });
  writeWhole(`${folder}/sweep.json`, `${JSON.stringify(merged, null, 2)}\n`);
  return merged;
}

function refuseMixing(folder: string, before: Manifest, now: Manifest): void {
  const differences: string[] = [];
  const compare = (name: string, old: unknown, value: unknown) => {
    if (old !== undefined && old !== value) differences.push(`${name} was ${old}, now ${value}`);
  };
  compare("data", before.data.name, now.data.name);
  compare("genes", before.data.genes, now.data.genes);
  for (const [seed, hash] of Object.entries(now.data.hashes)) {
    compare(
      `the data's content hash for seed ${seed}`,
      before.data.hashes[seed]?.slice(0, 12),
      hash.slice(0, 12),
    );
  }
  compare("engine", before.engine, now.engine);
  compare("backend", before.backend, now.backend);
  for (const name of new Set([...Object.keys(before.fixed), ...Object.keys(now.fixed)])) {
    if ((before.axes.further ?? {})[name] || (now.axes.further ?? {})[name]) continue;
    compare(kebabCase(name), fixedValue(before, name), fixedValue(now, name));
  }
  for (const [name, { hash }] of Object.entries(now.models ?? {})) {
    compare(`the file of model ${name}`, before.models?.[name]?.hash, hash);
  }
  if (!differences.length) return;
  throw new InputError(
    `Cannot add to ${folder}: it holds results of other data or options (${
      differences.join("; ")
    }); ` +
      "choose another folder with --out",
  );
}

/** An option that a sweep says nothing of has its default, also where it is younger than that sweep. */
function fixedValue({ fixed }: Manifest, name: string): Value | null {
  const row: OptionRow | undefined = (RUN_OPTIONS as OptionRows)[name];
  return (fixed[name] ?? row?.default ?? null) as Value | null;
}

/** The axes and seeds of both, everything else as it is now. */
function join(before: Manifest, now: Manifest): Manifest {
  const hashes = { ...before.data.hashes, ...now.data.hashes };
  const models = { ...before.models, ...now.models };
  const names = [before, now].flatMap(({ axes }) => Object.keys(axes.further ?? {}));
  const further = Object.fromEntries(
    names.map((name) => [name, [...new Set([before, now].flatMap((one) => levelsOf(one, name)))]]),
  );
  const axes = { ...union(before.axes, now.axes), further };
  return { ...now, axes, models, data: { ...now.data, hashes } };
}

/** The values of an option that a sweep's runs have: also of one that it does not vary, where another sweep does. */
function levelsOf(manifest: Manifest, name: string): readonly Value[] {
  const varied = manifest.axes.further?.[name], fixed = fixedValue(manifest, name);
  if (varied) return varied;
  if (fixed !== null) return [fixed];
  const table = modelTable(manifest);
  return manifest.axes.models.flatMap((model) => table[model]?.options[name]?.default ?? []);
}

function union(a: Axes, b: Axes): Axes {
  const merge = <Item>(
    left: readonly Item[],
    right: readonly Item[],
  ) => [...new Set([...left, ...right])];
  return {
    models: merge(a.models, b.models),
    learningRates: merge(a.learningRates, b.learningRates),
    latentSizes: merge(a.latentSizes, b.latentSizes),
    optimizers: merge(a.optimizers, b.optimizers),
    seeds: merge(a.seeds, b.seeds),
  };
}

/**
 * What the results were computed on.
 *
 * @example
 * ```ts
 * import { machineFacts } from "./manifest.ts";
 * if (!(Number(machineFacts().cores) >= 1)) throw new Error("no core");
 * ```
 */
export function machineFacts(): Manifest["machine"] {
  const { os, arch } = Deno.build;
  const memory = Math.round(Deno.systemMemoryInfo().total / 2 ** 30);
  return {
    host: hostname(),
    system: os,
    architecture: arch,
    cores: navigator.hardwareConcurrency,
    memoryGiB: memory,
  };
}

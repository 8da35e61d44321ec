import { hostname } from "node:os";
import type { DataSummary } from "../../data/data_summary.ts";
import type { Notice } from "../../data/notices.ts";
import { InputError } from "../../errors.ts";
import { streamProblem } from "../../files.ts";
import { MODELS } from "../../models/mod.ts";
import {
  type DATA_OPTIONS,
  type ModelTable,
  RUN_OPTIONS,
  type RunOption,
  type Said,
  STUDY_LISTS,
} from "../../options/mod.ts";
import { readingOf } from "./_old_manifest.ts";

import type { Device, Precision } from "../../tensorflow/device.ts";
import type { Axes, Fixed } from "../plan/grid.ts";
import { FORMAT } from "../plan/identity.ts";
import type { OwnModel } from "../plan/own_models.ts";

/** sweep.json: what a result folder holds the results of. */
export interface Manifest {
  readonly format: number;
  readonly axes: Axes;
  /** Options that hold for every run. */
  readonly fixed: Fixed;
  /** Where the data came from and how they were read, as far as it was given; earlier versions kept the command alone. */
  readonly reading?: Said<typeof DATA_OPTIONS>;
  /** Models that are not registered, by name; earlier versions knew none. */
  readonly models?: Readonly<Record<string, OwnModel>>;
  readonly data: {
    readonly name: string;
    /** The largest number of genes that some run has. */
    readonly genes: number;
    readonly trainRows: number;
    /** Content hash of each prepared dataset by its `datasetKey`: the seed of its split, and its genes where they vary. */
    readonly hashes: Readonly<Record<string, string>>;
  };
  /** What was understood of the data, with all that was repaired or noticed; earlier versions did not keep it. */
  readonly understood?: DataSummary & { readonly notices: readonly Notice[] };
  readonly engine: string;
  readonly backend: string;
  /** Threads of each worker; earlier versions kept the command alone. */
  readonly threads?: number;
  /** What computes; earlier versions knew processors alone. */
  readonly device?: Device;
  /** Of a card's matrix products; earlier versions knew float32 alone. */
  readonly precision?: Precision;
  readonly seedRule: string;
  readonly versions: Readonly<Record<string, string | null>>;
  readonly machine: Readonly<Record<string, string | number>>;
  readonly command: string;
  readonly updatedAt: string;
}

/** How randomness derives from a run's seeds. */
export const SEED_RULE =
  "split, weights, batch order and noise: Philox 4x32-10, keyed by the run's seed (the split by its split seed, where " +
  "that is varied apart) and a stream for each purpose";

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
    const problem = streamProblem(path);
    if (problem !== undefined) throw new InputError(`Cannot read ${path}: ${problem}`);
    text = Deno.readTextFileSync(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    if (error instanceof Deno.errors.NotADirectory) {
      throw new InputError(`Cannot read ${path}: ${folder} is a file, not a result folder`);
    }
    throw error;
  }
  let manifest: Manifest;
  try {
    manifest = JSON.parse(text);
  } catch {
    throw new InputError(`Cannot read ${path}: it is not JSON; was it edited by hand?`);
  }
  if (!isManifest(manifest)) {
    throw new InputError(
      `Cannot read ${path}: it does not describe a sweep; was it edited by hand?`,
    );
  }
  if (manifest.format > FORMAT) {
    throw new InputError(
      `Cannot read ${path}: its format ${manifest.format} is newer than this program's ${FORMAT}; update the program`,
    );
  }
  const { reading = readingOf(manifest.command) } = manifest;
  const fixed = withoutVaried({ ...manifest, fixed: { ...EARLIER, ...manifest.fixed } });
  return { ...manifest, fixed, reading };
}

/** Options that folders of earlier versions say nothing of, with what their runs had: not what runs have now. */
const EARLIER: Fixed = Object.fromEntries(
  Object.entries<RunOption>(RUN_OPTIONS).flatMap(([name, { earlier }]) =>
    earlier === undefined ? [] : [[name, earlier]]
  ),
);

/**
 * How many genes the runs of a sweep have, such as 5000, or several numbers where that is an axis, whose errors are then means
 * over different genes.
 */
export function geneCounts({ axes, data }: Pick<Manifest, "axes" | "data">): readonly number[] {
  return (axes.further?.genes as readonly number[] | undefined) ?? [data.genes];
}

/** The fixed options without those that an axis varies, which hold for no run. */
export function withoutVaried({ axes, fixed }: Pick<Manifest, "axes" | "fixed">): Fixed {
  return Object.fromEntries(
    Object.entries(fixed).filter(([name]) => !Object.hasOwn(axes.further ?? {}, name)),
  );
}

/**
 * Reads the manifest of a folder that has to have one.
 *
 * @param purpose What it is read for, for the message: "open", "report on", …
 * @throws {InputError} If there is none, and as {@linkcode readManifest} does.
 */
export function requireManifest(folder: string, purpose: string): Manifest {
  const manifest = readManifest(folder);
  if (manifest) return manifest;
  throw new InputError(
    `Cannot ${purpose} ${folder}: it holds no sweep.json; name a folder that \`deno task sweep\` wrote`,
  );
}

/**
 * The models that a sweep's axes may name: the registered ones, and those of the sweep itself. None of their code
 * is needed for that.
 */
export function modelTable({ models = {} }: Pick<Manifest, "models">): ModelTable {
  return { ...MODELS, ...models };
}

/** Whether all is there that others rely on. */
function isManifest(value: unknown): boolean {
  const { axes, fixed, data, models } = Object(value) as Record<string, unknown>;
  return STUDY_LISTS.every((name) => Array.isArray(Object(axes)[name])) &&
    [fixed, Object(data).hashes, ...Object.values(Object(models))].every(isObject) &&
    Object.values(Object(models)).every((model) => isObject(Object(model).options));
}

function isObject(value: unknown): boolean {
  return typeof value === "object" && value !== null;
}

/** What the results were computed on. */
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

import { CANCER_TYPE_LABEL } from "../../data/labels_of.ts";
import { isSynthetic } from "../../data/load_cohort.ts";
import { InputError } from "../../errors.ts";
import { writeWhole } from "../../files.ts";
import { makeFolder } from "../../files/make_folder.ts";
import { kebabCase, optimizerHas, rowsOf, STUDY_LISTS, type Value } from "../../options/mod.ts";
import type { Axes } from "../plan/grid.ts";
import { isUnfinished, removeUnfinished } from "./_unfinished.ts";
import { type Manifest, modelTable, readManifest, withoutVaried } from "./manifest.ts";

/**
 * Refuses a folder that holds results of other data or options; writes nothing.
 *
 * @returns Whether the sweep takes the place of another of which no run is finished: other data, options or a grid
 * without some of its runs.
 * @throws {InputError} It names what differs.
 */
export function checkManifest(folder: string, manifest: Manifest): boolean {
  const before = readManifest(folder);
  if (!before) return false;
  const differences = differencesOf(before, manifest);
  if (differences.length === 0 && covers(manifest.axes, before.axes)) return false;
  const unfinished = isUnfinished(folder);
  if (unfinished || differences.length === 0) return unfinished;
  throw new InputError(
    `Cannot add to ${folder}: it holds results of other data or options (${
      differences.join("; ")
    }); choose another folder with --out${ofEarlierVersions(before, manifest)}`,
  );
}

/** What to do about results on the built-in cohort as it was before it had versions. */
function ofEarlierVersions({ data: { name, hashes } }: Manifest, now: Manifest): string {
  const changed = Object.entries(now.data.hashes).some(([seed, hash]) =>
    hashes[seed] !== undefined && hashes[seed] !== hash
  );
  return changed && name === now.data.name && isSynthetic(name)
    ? ", or ask for the built-in cohort of earlier versions: --data synthetic-1"
    : "";
}

/**
 * Writes a manifest; the file is replaced whole. Axes of an earlier one in the folder are kept, so that a
 * sweep may grow in steps, unless no run of that is finished: then its failed runs are removed.
 *
 * @throws {InputError} If the folder belongs to other data or options: results are never mixed.
 */
export function writeManifest(folder: string, manifest: Manifest): Manifest {
  const replaces = checkManifest(folder, manifest);
  if (replaces) removeUnfinished(folder);
  const before = replaces ? undefined : readManifest(folder);
  const all = before ? join(before, manifest) : manifest;
  const merged = { ...all, fixed: withoutVaried(all) };
  makeFolder(folder);
  writeWhole(`${folder}/sweep.json`, `${JSON.stringify(merged, null, 2)}\n`);
  return merged;
}

/** What differs between two sweeps whose results must not be mixed, in words. */
function differencesOf(before: Manifest, now: Manifest): string[] {
  const differences: string[] = [];
  const compare = (name: string, old: unknown, value: unknown) => {
    if (old !== undefined && old !== value) differences.push(`${name} was ${old}, now ${value}`);
  };
  const known = Object.entries(now.data.hashes).map(([seed, hash]) =>
    [seed, before.data.hashes[seed], hash] as const
  );
  // The same content under another name is the same data; without a seed in common, the name has to tell.
  const same = known.some(([, old]) => old !== undefined) &&
    known.every(([, old, hash]) => old === undefined || old === hash);
  if (!same) compare("data", before.data.name, now.data.name);
  compare("labels", labelsOf(before), labelsOf(now));
  // Runs say how many genes they have only where that is an axis.
  const genes = ({ axes, data }: Manifest) => axes.further?.genes ? "an axis" : data.genes;
  compare("genes", genes(before), genes(now));
  for (const [seed, old, hash] of known) {
    compare(`the data's content hash for seed ${seed}`, old?.slice(0, 12), hash.slice(0, 12));
  }
  compare("engine", before.engine, now.engine);
  compare("backend", before.backend, now.backend);
  compare("device", before.device ?? "cpu", now.device ?? "cpu");
  compare("precision", before.precision ?? "float32", now.precision ?? "float32");
  for (const name of new Set([...Object.keys(before.fixed), ...Object.keys(now.fixed)])) {
    if ((before.axes.further ?? {})[name] || (now.axes.further ?? {})[name]) continue;
    if (name === "maxEpochs" && mayRaiseCap(before, now)) continue;
    compare(kebabCase(name), fixedValue(before, name), fixedValue(now, name));
  }
  for (const [name, { hash }] of Object.entries(now.models ?? {})) {
    compare(`the file of model ${name}`, before.models?.[name]?.hash, hash);
  }
  return differences;
}

/**
 * Whether a sweep has the whole grid of another and a larger cap on epochs: then all its results are as if they had been
 * run with that cap, since those that ended before the smaller one stand. Fixed epochs know no cap.
 */
function mayRaiseCap(before: Manifest, now: Manifest): boolean {
  const [old, cap] = [before, now].map((one) => Number(fixedValue(one, "maxEpochs")));
  const fixed = [before, now].some((one) => fixedValue(one, "fixedEpochs") !== null);
  return cap! > old! && !fixed && covers(now.axes, before.axes);
}

/** Columns that are predicted; a sweep of before there were labels predicted the cancer type alone. */
function labelsOf({ reading }: Manifest): string {
  return (reading?.labels ?? [CANCER_TYPE_LABEL]).join().toLowerCase();
}

/** Whether a grid has every level of another. */
function covers(now: Axes, before: Axes): boolean {
  const has = (levels: readonly Value[], others: readonly Value[]) =>
    others.every((level) => levels.includes(level));
  return STUDY_LISTS.every((list) => has(now[list], before[list])) &&
    has(splitsOf(now, [before]), splitsOf(before, [now])) &&
    Object.entries(before.further ?? {}).every(([name, levels]) =>
      has(now.further?.[name] ?? [], levels)
    );
}

/** An option that a sweep says nothing of has its default, also where it is younger than that sweep. */
function fixedValue(manifest: Manifest, name: string): Value | null {
  const [row] = rowsOf(name, modelTable(manifest));
  return (manifest.fixed[name] ?? row?.default ?? null) as Value | null;
}

/** The axes and seeds of both, everything else as it is now. */
function join(before: Manifest, now: Manifest): Manifest {
  const hashes = { ...before.data.hashes, ...now.data.hashes };
  const genes = Math.max(before.data.genes, now.data.genes);
  const models = { ...before.models, ...now.models };
  const names = [before, now].flatMap(({ axes }) => Object.keys(axes.further ?? {}));
  const further = Object.fromEntries(
    names.map((name) => [name, [...new Set([before, now].flatMap((one) => levelsOf(one, name)))]]),
  );
  const axes = { ...union(before.axes, now.axes), further };
  return { ...now, axes, models, data: { ...now.data, genes, hashes } };
}

/** The values of an option that a sweep's runs have: also of one that it does not vary, where another sweep does. */
function levelsOf(manifest: Manifest, name: string): readonly Value[] {
  if (!manifest.axes.optimizers.some((one) => optimizerHas(one, name))) return [];
  const varied = manifest.axes.further?.[name], fixed = fixedValue(manifest, name);
  if (varied) return varied;
  if (fixed !== null) return [fixed];
  const table = modelTable(manifest);
  return manifest.axes.models.flatMap((model) => table[model]?.options[name]?.default ?? []);
}

function union(a: Axes, b: Axes): Axes {
  const lists = STUDY_LISTS.map((list) => [list, [...new Set([...a[list], ...b[list]])]]);
  const splitSeeds = [...new Set([...splitsOf(a, [b]), ...splitsOf(b, [a])])];
  return { ...Object.fromEntries(lists), ...(splitSeeds.length > 0 ? { splitSeeds } : {}) };
}

/** The seeds of a grid's splits, which are its seeds where only others draw them apart; none where none does. */
function splitsOf({ seeds, splitSeeds }: Axes, others: readonly Axes[]): readonly number[] {
  return splitSeeds ?? (others.some((other) => other.splitSeeds) ? seeds : []);
}

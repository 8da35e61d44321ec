import { unlessMissing } from "../../files.ts";
import { filesEnding } from "./line_follower.ts";
import { readOutcomes } from "./outcomes.ts";

/** What a sweep has written about runs of which none is finished. */
const TABLES = [
  "results",
  "history",
  "samples",
  "latent",
  "baselines",
  "downstream",
  "downstream_references",
];

/**
 * Whether no run of a folder is finished and none is under way: nothing is lost where another sweep takes its place.
 * Jobs that were submitted to Slurm may still run, so a folder that has any counts as under way.
 */
export function isUnfinished(folder: string): boolean {
  if (unlessMissing(() => Deno.statSync(`${folder}/slurm`).isDirectory, false)) return false;
  const { records, damaged, running } = readOutcomes(`${folder}/runs`);
  return running.length + damaged.length === 0 &&
    records.every(({ status }) => status === "failed");
}

/** Removes what the failed runs of an unfinished folder left, and the tables about them. */
export function removeUnfinished(folder: string): void {
  const kept = [".jsonl", ".details"].flatMap((ending) => filesEnding(`${folder}/runs`, ending));
  const tables = TABLES.flatMap((name) => [`${folder}/${name}.csv`, `${folder}/${name}.parquet`]);
  for (const path of [...kept, ...tables]) unlessMissing(() => Deno.removeSync(path), undefined);
}

import { RESULT_COLUMNS } from "../sweep/store/results.ts";

const OWN: ReadonlySet<string> = new Set(["model", "learning_rate", "latent_size", "optimizer"]);
const KNOWN: ReadonlySet<string> = new Set(RESULT_COLUMNS);

/** Whether a column is an axis that a user added, neither an outcome nor a note about the run. */
export function isFurtherAxis(column: string): boolean {
  return !KNOWN.has(column) && !/^(train|validation|test|diverged|replayed)_/.test(column);
}

/** Whether a column is an axis: one of the study's own, or one that a user added. */
export function isAxis(column: string): boolean {
  return OWN.has(column) || isFurtherAxis(column);
}

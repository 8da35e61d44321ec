import { isLocked } from "../../files/locking.ts";
import { unlessMissing } from "../../files.ts";
import { type Marks, marksOf, sha256 } from "./_marks.ts";

/** Tables that a sweep writes as CSV too. */
const TABLES = ["results", "baselines"] as const;

/** Whether a CSV file is there, and not what was written with the Parquet file beside it. */
export function isOtherText(path: string, marks: Marks | null): boolean {
  if (marks?.csv === undefined) return false;
  const text = unlessMissing(() => Deno.readFileSync(`${path}.csv`), null);
  return text !== null && sha256(text) !== marks.csv;
}

/**
 * Looks for CSV files of a result folder that are not what was written, as a program that saved one may leave it. Nothing is
 * said while a sweep is at the folder, which writes one file after the other and looks for them itself.
 *
 * @returns A line for each.
 */
export function changedTexts(folder: string): string[] {
  if (unlessMissing(() => isLocked(`${folder}/sweep.lock`), false)) return [];
  return TABLES.map((name) => `${folder}/${name}`)
    .filter((path) => isOtherText(path, marksAt(`${path}.parquet`)))
    .map((path) =>
      `${path}.csv is not what was written with ${path}.parquet; the next \`deno task sweep\` in this folder makes both ` +
      "anew"
    );
}

/** Null where there is none, or where it is damaged, which reading it tells. */
function marksAt(path: string): Marks | null {
  const bytes = unlessMissing(() => Deno.readFileSync(path), null);
  try {
    return bytes && marksOf(bytes);
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

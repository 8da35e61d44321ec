import { resolve } from "node:path";
import { InputError } from "../../errors.ts";
import { readTable } from "./read_table.ts";
import { refuseLinks } from "./refuse_links.ts";

/**
 * Refuses what cannot be a result folder, or holds links, before anything is read from it.
 *
 * @param outputs The folder that holds result folders.
 */
export function checkFolder(out: string, outputs: string): void {
  if (out.trim() === "") throw new InputError('--out: got "", takes a folder such as outputs/mine');
  if (resolve(out) === resolve(outputs)) {
    throw new InputError(
      `--out: got "${out}", which holds result folders; choose one inside it, such as ${outputs}/mine`,
    );
  }
  try {
    if (Deno.statSync(out).isDirectory) return refuseLinks(out, "run a sweep in");
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return;
    if (!(error instanceof Deno.errors.NotADirectory) && !isTooLong(error)) throw error;
  }
  throw new InputError(
    `--out: got "${out}", which cannot be a folder; choose another, such as ${outputs}/mine`,
  );
}

function isTooLong(error: unknown): boolean {
  return (error as { code?: string }).code === "ENAMETOOLONG" || /too long/.test(String(error));
}

/**
 * Refuses a folder that has results but no journals, as one that was copied only in part: tables are rewritten
 * from journals, so these would be lost.
 */
export function checkJournals(out: string): void {
  const runs = readTable(`${out}/results.parquet`, ["run"])?.height ?? 0;
  if (runs === 0) return;
  throw new InputError(
    `Cannot add to ${out}: its results.parquet has ${runs} runs without their journals (${out}/runs), which would be ` +
      "lost; choose another folder with --out",
  );
}

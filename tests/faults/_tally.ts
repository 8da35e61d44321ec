import { readJournals } from "../../lib/sweep/store/journal.ts";
import { decisive, exists, journalLines } from "./_sweep.ts";

/** What a kind of fault did to a sweep that was called again until its grid was done. */
export interface Tally {
  readonly kind: string;
  readonly executor: "local" | "slurm";
  readonly injected: number;
  /** Runs of the grid without the result that an undisturbed sweep has. */
  readonly lost: number;
  /** Runs that were begun again. */
  readonly repeated: number;
}

/** How many runs were begun, each time counted. */
export function begunRuns(folder: string): number {
  if (!exists(`${folder}/runs`)) return 0;
  return journalLines(folder).flatMap(({ lines }) => lines)
    .filter((line) => line.includes('"started":')).length;
}

/** Results and learning curves that an undisturbed sweep has and another one of the same grid lacks. */
export function lostResults(folder: string, unbroken: string): number {
  const has = new Set(decisive(folder));
  return decisive(unbroken).filter((one) => !has.has(one)).length;
}

/** Counts what one kind of fault did to a sweep, with nothing else in its way. */
export function tallySweep(
  fault: Pick<Tally, "kind" | "executor" | "injected">,
  folder: string,
  unbroken: string,
): void {
  const runs = new Set(readJournals(`${unbroken}/runs`).records.map(({ run }) => run));
  const repeated = begunRuns(folder) - runs.size;
  tally({ ...fault, lost: lostResults(folder, unbroken), repeated });
}

/** Says what was counted, and keeps it where VAE_SENSITIVITY_TALLY names a file: the figure is drawn from it. */
export function tally(counts: Tally): void {
  const { kind, executor, injected, lost, repeated } = counts;
  console.log(`  ${kind} (${executor}): ${injected} injected, ${lost} lost, ${repeated} repeated`);
  const path = Deno.env.get("VAE_SENSITIVITY_TALLY");
  if (path) Deno.writeTextFileSync(path, `${JSON.stringify(counts)}\n`, { append: true });
}

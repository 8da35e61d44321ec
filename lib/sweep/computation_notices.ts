import { plural } from "../format/plural.ts";

/** What is known of a run's computation. */
interface Computed {
  readonly status: string;
  readonly backend: string;
  /** Not known of runs of earlier versions. */
  readonly threads?: number | null;
  /** Runs that its process trained at once; without it, it was alone. */
  readonly population?: number | null;
}

/**
 * Says that a folder's runs were computed with different numbers of threads, or of runs trained at once, on which
 * TensorFlow's last digits depend: their differences are then not those of the hyper-parameters alone.
 *
 * @returns A sentence for each; none where all are alike.
 *
 * @example
 * ```ts
 * import { computationNotices } from "./computation_notices.ts";
 * const run = (threads: number, population = 1) => ({ status: "converged", backend: "tensorflow", threads, population });
 * const [notice] = computationNotices([run(1), run(2), run(1)]);
 * if (!notice?.startsWith("runs were computed with 1 thread (2 runs) and with 2 threads (1 run):")) throw new Error("wrong");
 * if (computationNotices([run(2, 6), run(2, 6)]).length > 0) throw new Error("all are alike");
 * ```
 */
export function computationNotices(runs: Iterable<Computed>): string[] {
  const threads = new Map<number, number>(), populations = new Map<number, number>();
  const count = (counts: Map<number, number>, value: number) =>
    counts.set(value, (counts.get(value) ?? 0) + 1);
  for (const run of runs) {
    if (run.status === "failed" || run.backend !== "tensorflow") continue;
    if (run.threads) count(threads, run.threads);
    count(populations, run.population ?? 1);
  }
  return [
    ...differing(threads, "with", (value) => plural(value, "thread"), "--threads"),
    ...differing(populations, "in populations of", (value) => `${value}`, "--population"),
  ];
}

function differing(
  counts: ReadonlyMap<number, number>,
  how: string,
  words: (value: number) => string,
  flag: string,
): string[] {
  if (counts.size < 2) return [];
  const parts = [...counts].sort(([a], [b]) => a - b).map(([value, runs]) =>
    `${how} ${words(value)} (${plural(runs, "run")})`
  );
  return [
    `runs were computed ${
      parts.join(" and ")
    }: the last digits of results depend on that; give ${flag} the same ` +
    "number in a folder of its own where that matters",
  ];
}

import type { Run } from "./run_panels.ts";

type Cell = Pick<Run, "run" | "model" | "optimizer" | "latent_size" | "learning_rate">;

/**
 * A part of the runs for figures of a line each, which more than some thousands make neither readable nor quick: of each
 * combination of model, optimizer, latent size and learning rate the same share. Within these the runs come in the order of
 * their ids, which are hashes: no seed or further axis is preferred, and every call takes the same ones.
 *
 * @param most How many are kept; fewer are returned as they are.
 * @returns The kept ones in their order.
 *
 * @example
 * ```ts
 * import { sampleRuns } from "./sample_runs.ts";
 * const cell = { optimizer: "adam", latent_size: 5, learning_rate: 0.1 };
 * const runs = [["b", "vae"], ["a", "vae"], ["d", "iwae"], ["c", "iwae"]].map(([run, model]) => ({ ...cell, run: run!, model: model! }));
 * if (sampleRuns(runs, 2).map(({ run }) => run).join() !== "a,c") throw new Error("one of each model");
 * ```
 */
export function sampleRuns<Row extends Cell>(runs: readonly Row[], most: number): readonly Row[] {
  if (runs.length <= most) return runs;
  const cells = Map.groupBy(
    runs.keys(),
    (i) => {
      const { model, optimizer, latent_size, learning_rate } = runs[i]!;
      return JSON.stringify([model, optimizer, latent_size, learning_rate]);
    },
  );
  const byId = (a: number, b: number) => runs[a]!.run < runs[b]!.run ? -1 : 1;
  const places = [...cells.values()].flatMap((own) =>
    own.sort(byId).map((run, i) => ({ run, place: (i + 0.5) / own.length }))
  ).sort((a, b) => a.place - b.place || byId(a.run, b.run));
  return places.slice(0, most).map(({ run }) => run).sort((a, b) => a - b).map((run) => runs[run]!);
}

import { type Axes, POSTER_GRID } from "../sweep/plan/grid.ts";

/** The poster's grid with finer axes and a further one: 1,200 runs for each seed and hidden size. */
export function largeGrid(seeds: readonly number[], hiddenSizes: number): Axes {
  return {
    ...POSTER_GRID,
    learningRates: [0.1, 0.03, 0.01, 0.003, 1e-3, 3e-4, 1e-4, 3e-5, 1e-5, 3e-6],
    latentSizes: [5, 10, 20, 30, 50, 75, 100, 150, 200, 300],
    seeds: [...seeds],
    further: { hiddenSize: Array.from({ length: hiddenSizes }, (_, i) => 16 * (i + 1)) },
  };
}

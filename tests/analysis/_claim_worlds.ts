import type { ClaimRuns } from "../../lib/analysis/_claim_runs.ts";
import { type Axis, toAxis } from "../../lib/analysis/axis.ts";
import { normal, uniform } from "../../lib/random.ts";

/** What is simulated: a small grid, its seeds and how the noise of its runs is shared. */
export interface World {
  readonly claim: 1 | 2 | 3 | 4 | 5;
  /** "none": no effect at all; "edge": as close to the claim as it may be and still be wrong; the others hold. */
  readonly truth: "none" | "edge" | "weak" | "clear";
  readonly noise: Noise;
  readonly seeds: number;
}

export type Noise = "independent" | "weakly shared" | "strongly shared" | "shared alone";

const MODELS = ["a", "b", "c", "d"], OPTIMIZERS = ["adam", "rmsprop", "sgd"];
const SIZES = [5, 50], RATES = [1e-5, 1e-4, 1e-3, 1e-2, 1e-1];

/**
 * Standard deviations of what a seed does to a whole optimizer, and to a whole learning rate, and of a run's own noise. "shared
 * alone": of what the claim is about, the optimizers or the learning rates, and of little else.
 */
function deviations(
  noise: Noise,
  claim: World["claim"],
): { optimizer: number; rate: number; own: number } {
  if (noise === "shared alone") {
    return { optimizer: claim <= 3 ? 1 : 0, rate: claim <= 3 ? 0 : 1, own: 0.2 };
  }
  const shared = { independent: 0, "weakly shared": 0.3, "strongly shared": 2 }[noise];
  return { optimizer: shared, rate: shared, own: 1 };
}

interface Cell {
  readonly model: number;
  readonly optimizer: number;
  readonly size: number;
  readonly rate: number;
}

function cellsOf(): Cell[] {
  const range = (length: number) => Array.from({ length }, (_, i) => i);
  return range(MODELS.length).flatMap((model) =>
    range(OPTIMIZERS.length).flatMap((optimizer) =>
      range(SIZES.length).flatMap((size) =>
        range(RATES.length).map((rate) => ({ model, optimizer, size, rate }))
      )
    )
  );
}

const CELLS = cellsOf();

/** Mean 0 and variance 1 over the three optimizers, and over the five rates. */
const byOptimizer = (level: number) => (level - 1) * Math.sqrt(1.5);
const byRate = (level: number) => (level - 2) / Math.SQRT2;

/** The decimal logarithm of the loss without noise. */
const EFFECTS: Record<1 | 2 | 3 | 4, Record<World["truth"], (cell: Cell) => number>> = {
  1: {
    none: () => 0,
    edge: ({ optimizer, rate }) => byOptimizer(optimizer) + byRate(rate),
    weak: ({ optimizer, rate }) => 1.5 * byOptimizer(optimizer) + byRate(rate),
    clear: ({ optimizer, rate }) => 2 * byOptimizer(optimizer) + 0.5 * byRate(rate),
  },
  2: {
    none: () => 0,
    edge: ({ model, optimizer, rate }) =>
      model < 2 ? 3 * byOptimizer(optimizer) : byOptimizer(optimizer) + byRate(rate),
    weak: ({ optimizer, rate }) => 1.5 * byOptimizer(optimizer) + byRate(rate),
    clear: ({ optimizer, rate }) => 2 * byOptimizer(optimizer) + 0.5 * byRate(rate),
  },
  3: {
    none: () => 0,
    edge: ({ optimizer }) => optimizer === 0 ? -4 : 0,
    weak: ({ optimizer }) => optimizer === 2 ? 0.5 : 0,
    clear: ({ optimizer }) => optimizer === 2 ? 2 : 0,
  },
  4: {
    none: () => 0,
    edge: ({ model, rate }) => rate === 2 || (model < 2 && rate === 3) ? -4 : 0,
    weak: ({ rate }) => rate === 2 ? -1.5 : 0,
    clear: ({ rate }) => rate === 2 ? -4 : 0,
  },
};

interface Run {
  readonly cell: Cell;
  readonly seed: number;
}

/** What does not change from one replicate to the next, by the number of seeds. */
const FIXED = new Map<
  number,
  { runs: readonly Run[]; axes: Axis[]; seed: Axis; model: string[] }
>();

function fixed(seeds: number) {
  if (!FIXED.has(seeds)) {
    const runs = CELLS.flatMap((cell) =>
      Array.from({ length: seeds }, (_, seed) => ({ cell, seed }))
    );
    const of = <T>(levels: readonly T[], name: keyof Cell) =>
      runs.map(({ cell }) => levels[cell[name]]!);
    const model = of(MODELS, "model");
    const axes = [
      toAxis("latent_size", of(SIZES, "size")),
      toAxis("learning_rate", of(RATES, "rate")),
      toAxis("model", model),
      toAxis("optimizer", of(OPTIMIZERS, "optimizer")),
    ];
    FIXED.set(seeds, { runs, axes, model, seed: toAxis("seed", runs.map(({ seed }) => seed)) });
  }
  return FIXED.get(seeds)!;
}

/** A simulated sweep, as claims see it. */
export function simulate({ claim, truth, noise, seeds }: World, replicate: number): ClaimRuns {
  const { runs, axes, seed, model } = fixed(seeds);
  const key = (purpose: number) => [1000 * purpose + claim, replicate] as [number, number];
  const own = normal(key(1), runs.length), choice = normal(key(2), runs.length);
  const optimizers = normal(key(3), OPTIMIZERS.length * seeds);
  const rates = normal(key(4), RATES.length * seeds), of = deviations(noise, claim);
  const losses = Float64Array.from(runs, ({ cell, seed }, run) => {
    const effect = claim === 5 ? 0 : EFFECTS[claim][truth](cell);
    return effect + of.own * own[run]! + of.rate * rates[cell.rate * seeds + seed]! +
      of.optimizer * optimizers[cell.optimizer * seeds + seed]!;
  });
  const diverged = claim === 5 ? divergence({ truth, noise, seeds }, runs, key(5)) : [];
  const outcome = losses.map((loss, run) => diverged[run] ? Infinity : 10 ** loss);
  return {
    results: {
      runs: runs.length,
      axes,
      seed,
      repetition: seed,
      status: runs.map((_, run) => diverged[run] ? "diverged" : "converged"),
      columns: new Map([["model", model]]),
    },
    losses: outcome,
    // The validation error knows the run's own noise, but not exactly.
    choice: outcome.map((loss, run) => loss * 10 ** (0.3 * of.own * choice[run]!)),
    chosenOn: "validation",
    limits: new Float64Array(runs.length).fill(Infinity),
    seeds,
    lacks: [],
    levels: {},
    within: "",
    standsOn: "",
  };
}

/** Which runs diverge: what a seed shares moves the probability of a whole learning rate and of a whole latent size. */
function divergence(
  { truth, noise, seeds }: Pick<World, "truth" | "noise" | "seeds">,
  runs: readonly Run[],
  [a, b]: [number, number],
): boolean[] {
  const draws = uniform([a, b], runs.length);
  const rates = normal([a + 1, b], RATES.length * seeds);
  const sizes = normal([a + 2, b], SIZES.length * seeds);
  const odds = ({ rate, size }: Cell) => {
    const high = rate >= 3, small = size === 0;
    if (truth === "none") return -1;
    if (truth === "edge") return high ? 0 : -4;
    return !high ? -4 : truth === "weak" ? (small ? 0 : -0.8) : (small ? 1.5 : -1.5);
  };
  return runs.map(({ cell, seed }, run) => {
    const moved = 2 * deviations(noise, 5).rate *
      (rates[cell.rate * seeds + seed]! + sizes[cell.size * seeds + seed]!);
    return draws[run]! < 1 / (1 + Math.exp(-(odds(cell) + moved)));
  });
}

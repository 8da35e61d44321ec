import type { Dataset } from "../../lib/data/dataset.ts";
import { uniform } from "../../lib/random.ts";
import { EagerEngine } from "../../lib/training/eager_engine.ts";
import type { Engine, Job, Terms } from "../../lib/training/engine.ts";
import { inOrder, largestDifference } from "./_setup.ts";

/** Fifty steps of a network: each step's loss terms, and its weights before and after. */
export interface FiftySteps {
  readonly terms: readonly Terms[];
  readonly start: Readonly<Record<string, Float32Array>>;
  readonly end: Readonly<Record<string, Float32Array>>;
}

/** How far two trajectories are apart: in any loss term, and in any weight at the end. */
export interface Apart {
  readonly terms: number;
  readonly weights: number;
}

const STEPS = 50;

/** Trains for fifty steps on rows in an order with repeats. */
export function fiftySteps(engine: Engine, job: Job, dataset: Dataset): FiftySteps {
  const training = engine.start(job, dataset);
  try {
    const start = training.weights(), terms: Terms[] = [], { rows } = dataset.train;
    while (terms.length < STEPS) {
      const order = inOrder(rows).map((row) => (row * 5 + terms.length) % rows);
      terms.push(...training.trainEpoch(order));
    }
    return { terms: terms.slice(0, STEPS), start, end: training.weights() };
  } finally {
    training.dispose();
  }
}

export function apart(a: FiftySteps, b: FiftySteps): Apart {
  return {
    terms: largestDifference(a.terms.flatMap(Object.values), b.terms.flatMap(Object.values)),
    weights: Math.max(
      ...Object.keys(b.end).map((name) => largestDifference(a.end[name]!, b.end[name]!)),
    ),
  };
}

/** float32's unit in the last place of 1. */
const UNIT = 2 ** -23;

/** A step's products and sums round by a few units in the last place, not by one. */
const UNITS_A_STEP = 4;

/** Perturbations tried at most: one in eight grows a hundred times as much as the others in the worst case. */
const DRAWS = 32;

/**
 * How far rounding alone may part two engines in fifty steps of a case. Each step rounds by a few units, which add
 * up; and what is rounded in the first step grows until the last as a perturbation of the starting weights does:
 * each by one unit in the last place, up or down by chance, on the eager engine. The largest growth counts, and
 * perturbations are tried only until it explains what was found.
 *
 * @param whole The eager engine's trajectory from the starting weights as they are.
 * @param found How far apart the engines are.
 */
export function roundingLimit(
  job: Job,
  dataset: Dataset,
  { whole, found }: { readonly whole: FiftySteps; readonly found: Apart },
): Apart {
  const engine = new EagerEngine(), grown = { terms: 0, weights: 0 };
  const limit = (growth: number) => UNITS_A_STEP * (STEPS * UNIT + growth);
  const explained = () => found.terms < limit(grown.terms) && found.weights < limit(grown.weights);
  for (let draw = 0; draw < DRAWS && !explained(); draw++) {
    const initialWeights = perturbed(whole.start, draw);
    const growth = apart(fiftySteps(engine, { ...job, initialWeights }, dataset), whole);
    grown.terms = Math.max(grown.terms, growth.terms);
    grown.weights = Math.max(grown.weights, growth.weights);
  }
  engine.dispose();
  return { terms: limit(grown.terms), weights: limit(grown.weights) };
}

/** Each parameter one unit in the last place away, those that are 0 aside. */
function perturbed(weights: FiftySteps["start"], draw: number): Record<string, Float32Array> {
  const parameters = Object.entries(weights).filter(([name]) => !name.includes("/moving_"));
  return Object.fromEntries(parameters.map(([name, values], i) => {
    const moved = values.slice(), bits = new Int32Array(moved.buffer);
    const chance = uniform([draw, i], values.length);
    bits.forEach((pattern, at) => {
      if (moved[at] !== 0) bits[at] = pattern + (chance[at]! < 0.5 ? 1 : -1);
    });
    return [name, moved];
  }));
}

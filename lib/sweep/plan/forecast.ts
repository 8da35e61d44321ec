import { lastEpochOf } from "../../options/mod.ts";
import { type DataSize, epochCost, epochSteps } from "./cost.ts";
import type { RunConfiguration } from "./grid.ts";
import { type Range, usualEpochs } from "./usual_epochs.ts";

/**
 * Floating point operations per second of one thread with one sample per row of a batch, and with five: products over more
 * rows are faster. From the times of rtcga350's 360 runs, batches of 32 (docs/benchmarks.md).
 */
const SPEED = 45e9, SPEED_OF_FIVE = 110e9;

/** Seconds of a step beside its operations: starting it, its batch and noise. From the same runs and outputs/reference. */
const STEP = 1.5e-3;

/** Seconds of a run beside its epochs: measuring its network and writing. From 12 runs of 15 epochs, 0.05 to 0.4 each. */
const RUN = 0.2;

/**
 * The same on a card, of steps that many runs take together: what a step takes however few they are, and what each of them
 * adds. From steps of 15 and 90 slots in float32 on an H100 (docs/gpu.md).
 */
const CARD = { step: 2.2e-3, speed: 12e12 };

/** What computes. */
export interface ForecastOptions {
  /** Runs that a card trains at once. @default {a processor's thread trains them} */
  readonly slots?: number;
}

/** What a run took. */
export interface RunTime {
  readonly epochs: number | null;
  /** On one worker. */
  readonly seconds: number;
  /** Runs that its worker trained at once, which share its time. @default 1 */
  readonly population?: number;
}

/** Seconds that runs take one after the other on one worker of one thread. */
export interface TimeForecast {
  /** As runs usually end; from what was learned, the same twice. */
  readonly usual: Range;
  /** Every run to its last epoch. */
  readonly most: number;
}

/**
 * What runs will take, from what they cost and how many epochs they usually take, and better with each run that it learns
 * from: how fast this machine is with each model, and after how many epochs runs with the same optimizer, learning rate and reduction
 * ended.
 */
export class Forecast {
  readonly #size: DataSize;
  readonly #options: ForecastOptions;
  readonly #ended = new Map<string, { epochs: number; runs: number }>();
  /** Seconds that runs took and that were predicted, of each model and of all. */
  readonly #paces = new Map<string | null, { seconds: number; predicted: number }>();

  constructor(size: DataSize, options: ForecastOptions = {}) {
    this.#size = size;
    this.#options = options;
  }

  /** Whether it has learned from a run. */
  get learned(): boolean {
    return this.#paces.size > 0;
  }

  /** Takes in what a run took that came to a result, a diverged one too. */
  learn(
    configuration: RunConfiguration,
    { epochs, seconds, population = 1 }: RunTime,
  ): void {
    const ran = epochs ?? 0, kind = kindOf(configuration);
    const known = this.#ended.get(kind) ?? { epochs: 0, runs: 0 };
    this.#ended.set(kind, { epochs: known.epochs + ran, runs: known.runs + 1 });
    const predicted = ran * epochSeconds(configuration, this.#size, this.#options);
    if (predicted === 0) return;
    for (const model of [configuration.model, null]) {
      const before = this.#paces.get(model) ?? { seconds: 0, predicted: 0 };
      this.#paces.set(model, {
        seconds: before.seconds + seconds / population,
        predicted: before.predicted + predicted,
      });
    }
  }

  /** What these runs take. */
  of(configurations: Iterable<RunConfiguration>): TimeForecast {
    let from = 0, to = 0, most = 0;
    for (const configuration of configurations) {
      const pace = this.#paces.get(configuration.model) ?? this.#paces.get(null);
      const epoch = epochSeconds(configuration, this.#size, this.#options) *
        (pace ? pace.seconds / pace.predicted : 1);
      const last = lastEpochOf(configuration.settings);
      const known = this.#ended.get(kindOf(configuration));
      const [least, usual] = known
        ? [known.epochs / known.runs, known.epochs / known.runs]
        : usualEpochs(configuration);
      const beside = pace ? 0 : RUN; // what was learned is of whole runs
      from += beside + epoch * Math.min(least, last);
      to += beside + epoch * Math.min(usual, last);
      most += beside + epoch * last;
    }
    return { usual: [from, to], most };
  }
}

/** Runs of one kind end after similar numbers of epochs. */
function kindOf({ optimizer, learningRate, settings }: RunConfiguration): string {
  return `${optimizer} ${learningRate} ${settings.reduction}`;
}

function epochSeconds(
  configuration: RunConfiguration,
  size: DataSize,
  { slots }: ForecastOptions,
): number {
  if (slots !== undefined) {
    return CARD.step * epochSteps(configuration, size) / slots +
      epochCost(configuration, size) / CARD.speed;
  }
  const { samples } = configuration.modelOptions;
  const draws = typeof samples === "number" ? Math.min(samples, 5) : 1;
  const speed = SPEED * (SPEED_OF_FIVE / SPEED) ** (Math.log(draws) / Math.log(5));
  return STEP * epochSteps(configuration, size) + epochCost(configuration, size) / speed;
}

import type { Engine, Job, SplitName, Terms, Training } from "../../lib/training/engine.ts";

/** What a training is to report: the terms of each epoch's steps, and of its validation. */
export interface Script {
  readonly steps?: readonly (readonly Terms[])[];
  readonly validation: readonly Terms[];
  /** The reconstruction error after each epoch. @default the epoch in hundredths */
  readonly errors?: readonly number[];
}

/** An engine that computes nothing: its network is the number of epochs that it has seen. */
export class FakeEngine implements Engine {
  readonly name = "eager";
  readonly backend = "none";
  /** Everything that was called, in order. */
  readonly calls: string[] = [];
  readonly orders: Int32Array[] = [];
  /** The epochs that its training was told. */
  readonly epochs: (number | undefined)[] = [];
  job: Job | undefined;
  readonly #script: Script;

  constructor(script: Script) {
    this.#script = script;
  }

  start(job: Job): Training {
    this.job = job;
    this.calls.push("start");
    const { calls, orders, epochs } = this, { steps, validation, errors } = this.#script;
    let network = 0, saved = 0;
    const log = (call: string) => void calls.push(`${call} ${network}`);
    return {
      trainEpoch(order, { continueAfterDivergence = false, epoch } = {}) {
        network++;
        orders.push(order.slice());
        epochs.push(epoch);
        log(continueAfterDivergence ? "train on" : "train");
        const taken = steps?.[network - 1] ?? [{ loss: 1 }, { loss: 3 }];
        const bad = taken.findIndex((terms) => !Object.values(terms).every(Number.isFinite));
        return bad < 0 || continueAfterDivergence ? taken : taken.slice(0, bad + 1);
      },
      evaluate(split: SplitName) {
        log(`evaluate ${split}`);
        return split === "validation" ? validation[network - 1]! : { loss: network };
      },
      reconstructionError: () => errors?.[network - 1] ?? network / 100,
      sampleErrors: () => Float32Array.of(network / 100),
      decodingErrors: (_split, rows) => new Float32Array(rows.length),
      encode: () => ({ mean: new Float32Array(), logVariance: new Float32Array() }),
      snapshot() {
        log("snapshot");
        saved = network;
      },
      restore() {
        network = saved;
        log("restore");
      },
      weights: () => ({ epochs: Float32Array.of(network) }),
      moments: () => ({}),
      dispose: () => log("dispose"),
    };
  }

  dispose(): void {}
}

import type { Occupant } from "./_occupant.ts";
import type { Population } from "./_population.ts";
import { trainEpoch } from "./_population_epoch.ts";
import type { PopulationRequest } from "./_population_training.ts";

/** The share of slots that are measured together; those that have ended wait for so many. */
const TOGETHER = 1 / 8;

/** Epochs of the others that one waits at most. */
const LONGEST_WAIT = 5;

type Kind = PopulationRequest["kind"];
type Asked<Request = PopulationRequest> = readonly (readonly [Occupant, Request])[];
type Of<One extends Kind> = Asked<Extract<PopulationRequest, { readonly kind: One }>>;

/**
 * Decides what of all that is asked for is done next, and does it. Training goes on when nobody needs anything else first. To
 * measure a network takes as long as to measure all of them, so those that have ended are measured several at a time.
 */
export class PopulationService {
  readonly #population: () => Population;
  /** Seconds that the last epoch took. */
  epochSeconds = 0;
  #waited = 0;

  /** @param population The one that there is: it may be built anew. */
  constructor(population: () => Population) {
    this.#population = population;
  }

  /** Serves some of the requests of all trainings; gives answers by training. */
  async serve(asked: Asked): Promise<ReadonlyMap<Occupant, unknown>> {
    const population = this.#population();
    const validating = of(asked, "validate"), saving = of(asked, "snapshot");
    if (validating.length) return byMember(validating, (all) => population.validate(all));
    if (saving.length) {
      population.snapshot(members(saving));
      return new Map(members(saving).map((occupant) => [occupant, undefined]));
    }
    const evaluating = of(asked, "evaluate"), decoding = of(asked, "decode");
    const training = of(asked, "epoch"), ended = evaluating.length + decoding.length;
    const enough = ended >= TOGETHER * population.slots || this.#waited >= LONGEST_WAIT;
    if (training.length && !(ended && enough)) {
      this.#waited = ended ? this.#waited + 1 : 0;
      return await this.#train(training);
    }
    this.#waited = LONGEST_WAIT; // until nobody is left who has begun to be measured
    if (decoding.length) {
      const decodings = decoding.map(([, request]) => request);
      return byMember(decoding, (all) => population.decodingErrors(all, decodings));
    }
    const [[, { split }]] = evaluating as [Of<"evaluate">[number]];
    const same = evaluating.filter(([, request]) => request.split === split);
    return byMember(same, (all) => population.evaluate(split, all));
  }

  async #train(training: Of<"epoch">): Promise<ReadonlyMap<Occupant, unknown>> {
    const began = performance.now();
    const epochs = training.map(([occupant, { order, epoch, continueAfterDivergence }]) => {
      return { occupant: Object.assign(occupant, { order, epoch }), continueAfterDivergence };
    });
    const taken = await trainEpoch(this.#population(), epochs);
    this.epochSeconds = (performance.now() - began) / 1000;
    return new Map(training.map(([occupant], i) => [occupant, taken[i]]));
  }
}

function of<One extends Kind>(asked: Asked, kind: One): Of<One> {
  return asked.filter(([, request]) => request.kind === kind) as unknown as Of<One>;
}

function members(asked: Asked): readonly Occupant[] {
  return asked.map(([occupant]) => occupant);
}

function byMember(
  asked: Asked,
  serve: (occupants: readonly Occupant[]) => readonly unknown[],
): ReadonlyMap<Occupant, unknown> {
  const all = members(asked), answers = serve(all);
  return new Map(all.map((occupant, i) => [occupant, answers[i]]));
}

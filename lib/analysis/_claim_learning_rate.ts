import { type About, type ClaimRow, claimRow, type Evidence } from "./_claim.ts";
import { bestInEach, bySeed } from "./_best_in_each.ts";
import { type ClaimRuns, type Handling, judged, varied } from "./_claim_runs.ts";
import { leastOf, levelForMost, mostOf } from "./_contrasts.ts";
import type { Axis } from "./axis.ts";
import { plural } from "../format/plural.ts";
import { mean } from "../numbers/mean.ts";

const CLAIMED = 0.001;

const equals = (rate: unknown) =>
  typeof rate === "number" && Math.abs(Math.log10(rate / CLAIMED)) < 1e-6;

/** One model × latent size: per learning rate, the best error in each seed. */
interface Place {
  readonly model: string;
  readonly rates: readonly Float64Array[];
}

function places(runs: ClaimRuns, rate: Axis, handling: Handling): Place[] {
  const model = varied(runs.results, "model");
  const by = [model, varied(runs.results, "latent_size")].filter((axis) => axis !== undefined);
  const best = bestInEach(runs, [...by, rate], judged(runs, handling));
  const count = best.length / rate.levels.length, sizes = count / (model?.levels.length ?? 1);
  return Array.from({ length: count }, (_, place) => place).flatMap((place) => {
    const rates = best.slice(place * rate.levels.length, (place + 1) * rate.levels.length)
      .flatMap((scores) => scores ? [bySeed(runs, scores)] : []);
    const name = String(model?.levels[Math.floor(place / sizes)] ?? "");
    return rates.length < rate.levels.length ? [] : [{ model: name, rates }];
  });
}

function evidence(places: readonly Place[], rate: Axis, part: string): Evidence {
  const claimed = rate.levels.findIndex(equals), level = levelForMost(places.length);
  const leads = places.map(({ rates }) =>
    leastOf(
      rate.levels.flatMap((other, i) =>
        i === claimed ? [] : [{
          to: String(other),
          of: (kept: readonly number[]) =>
            mean(kept.map((seed) => rates[i]![seed]! - rates[claimed]![seed]!)),
        }]
      ),
      rates[0]!.length,
      level,
    )
  );
  const most = mostOf(leads)!, ties = places.length - most.above - most.below;
  const known = most.interval !== null;
  const note = known
    ? `of ${
      plural(places.length, "model × latent size", "model × latent size")
    } ${most.above} clearly best at 0.001, ` +
      `${most.below} clearly not, ${ties} tied within noise (intervals of ${
        (100 * level).toFixed(1)
      } %)`
    : `${
      Math.round(most.value * places.length)
    } of ${places.length} model × latent size lead at 0.001`;
  return { part, ...most, note };
}

/**
 * Claim 4: more than half of model × latent size do best at 0.001, each at its best optimizer and further options.
 *
 * The lead is one of log10 test MSE: of ranks over all runs, neighbouring learning rates have nearly the same.
 */
export function* bestAtOneThousandth(runs: ClaimRuns, handling: Handling): Generator<ClaimRow> {
  const about: About = {
    claim: 4,
    text: "Most models are best at a learning rate of 0.001",
    statistic:
      "share of model × latent size that are better at 0.001 than at every other rate, each with its best optimizer",
    threshold: 0.5,
    treatment: handling === "rank" ? "rank" : "clip",
    headline: "clip",
    needs: ["learning_rate", "optimizer"],
    chooses: true,
  };
  const rate = varied(runs.results, "learning_rate"), levels = rate?.levels ?? [];
  const tried = (keep: (rate: number) => boolean) => levels.some((rate) => keep(Number(rate)));
  // At the edge of a grid it may be best only for want of a better one.
  if (
    !rate || !levels.some(equals) || !tried((rate) => rate < CLAIMED && !equals(rate)) ||
    !tried((rate) => rate > CLAIMED && !equals(rate))
  ) {
    const note = "the grid lacks 0.001, or learning rates below and above it";
    return yield claimRow(about, { value: null, interval: null, holds: null, note }, runs);
  }
  const all = places(runs, rate, handling), models = [...new Set(all.map(({ model }) => model))];
  yield claimRow(about, evidence(all, rate, "all"), runs);
  for (const model of models.length < 2 ? [] : models) {
    yield claimRow(about, evidence(all.filter((p) => p.model === model), rate, model), runs);
  }
}

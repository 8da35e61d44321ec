import assert from "node:assert/strict";
import { rankCorrelation } from "../../lib/numbers/rank_correlation.ts";
import { jackknife } from "../../lib/numbers/seed_jackknife.ts";
import { normal } from "../../lib/random.ts";

const CONFIGURATIONS = 48, REPLICATES = 200;

/** Share of simulations in which the interval holds 0, where errors and accuracies have nothing to do with each other. */
function coverage(seeds: number, { own, shared }: { own: number; shared: number }): number {
  let covered = 0;
  for (let replicate = 0; replicate < REPLICATES; replicate++) {
    const draw = (stream: number, count: number) => normal([replicate, stream], count);
    const effects = [draw(1, CONFIGURATIONS), draw(2, CONFIGURATIONS)];
    const noise = [draw(3, CONFIGURATIONS * seeds), draw(4, CONFIGURATIONS * seeds)];
    const shifts = [draw(5, seeds), draw(6, seeds)];
    const means = (side: number, kept: readonly number[]) =>
      Float64Array.from({ length: CONFIGURATIONS }, (_, i) => {
        const values = kept.map((seed) =>
          effects[side]![i]! + own * noise[side]![seed * CONFIGURATIONS + i]! +
          shared * shifts[side]![seed]!
        );
        return values.reduce((sum, value) => sum + value, 0) / kept.length;
      });
    const expected = rankCorrelation(effects[0]!, effects[1]!).rho;
    const { interval } = jackknife(
      seeds,
      (kept) => rankCorrelation(means(0, kept), means(1, kept)).rho,
    );
    covered += Number(interval!.low <= expected && expected <= interval!.high);
  }
  return covered / REPLICATES;
}

for (const seeds of [3, 5, 10]) {
  Deno.test(`a rank correlation's jackknife over ${seeds} seeds holds what is there in 9 of 10 simulations`, () => {
    for (
      const noise of [{ own: 0.3, shared: 0 }, { own: 0.3, shared: 0.3 }, { own: 0.3, shared: 2 }]
    ) {
      const found = coverage(seeds, noise);
      assert.ok(found >= 0.9, `${JSON.stringify(noise)}: ${found}`);
    }
  });
}

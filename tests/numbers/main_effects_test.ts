import assert from "node:assert/strict";
import text from "../fixtures/main_effects.json" with { type: "text" };
import { mainEffects } from "../../lib/numbers/main_effects.ts";
import { assertClose } from "./_reference.ts";
import { noise } from "../analysis/_sweeps.ts";

interface Reference {
  name: string;
  sizes: number[];
  codes: number[][];
  y: number[];
  /** Share and degrees of freedom of each axis. */
  effects: [number, number][];
}

/** What make_main_effects.py wrote; imported, because reading it would take a permission. */
const REFERENCES: Reference[] = JSON.parse(text);

Deno.test("mainEffects() agree with statsmodels' type II sums of squares, also where most cells are missing", () => {
  for (const { codes, sizes, y, effects } of REFERENCES) {
    const found = mainEffects({ codes, sizes }, Float64Array.from(y));
    assertClose(found.map(({ share }) => share), effects.map(([share]) => share), 1e-10);
    assert.deepEqual(found.map((f) => f.degreesOfFreedom), effects.map(([, freedom]) => freedom));
  }
});

Deno.test("mainEffects() by chance are degrees of freedom over those that are left, in a table of pure noise", () => {
  // The other axis of 4 levels leaves 20 of 24 dimensions, of which 5 are those of an axis of 6 levels.
  const codes = [
    Array.from({ length: 24 }, (_, i) => i % 6),
    Array.from({ length: 24 }, (_, i) => Math.floor(i / 6)),
  ];
  const y = Float64Array.from(noise(3, 24));
  const [six, four] = mainEffects({ codes, sizes: [6, 4] }, y, { permutations: 2000 });
  assert.ok(Math.abs(six!.chance - 5 / 20 * (1 - four!.share)) < 0.01, String(six!.chance));
});

Deno.test("mainEffects() of what does not vary, and of an axis of one level, are nothing", () => {
  const design = { codes: [[0, 0, 1, 1], [0, 0, 0, 0]], sizes: [2, 1] };
  const alike = mainEffects(design, new Float64Array(4).fill(0.1), { permutations: 9 });
  assert.deepEqual(alike.map(({ share, pValue }) => [share, pValue]), [[NaN, 1], [NaN, 1]]);
  const [, one] = mainEffects(design, Float64Array.of(1, 2, 3, 5), { permutations: 9 });
  assert.deepEqual(one, { share: 0, degreesOfFreedom: 0, chance: 0, pValue: 1 });
});

/** p-values of an axis of six levels without effect, within the best quarter of 6 × 5 × 3 cells by a second, noisy outcome. */
function pValues(effect: number, replicates: number): number[] {
  return Array.from({ length: replicates }, (_, replicate) => {
    const own = noise(100 + replicate, 90), other = noise(5000 + replicate, 90, 0.5);
    const cells = own.map((draw, cell) => {
      const truth = draw + effect * Math.abs(Math.floor(cell / 3) % 5 - 2) +
        effect * Number(cell % 3 === 2);
      return { cell, y: truth, chosenBy: truth + other[cell]! };
    }).sort((a, b) => a.chosenBy - b.chosenBy).slice(0, 23);
    const codes = [15, 3, 1].map((step, axis) =>
      cells.map(({ cell }) => Math.floor(cell / step) % [6, 5, 3][axis]!)
    );
    const y = Float64Array.from(cells, ({ y }) => y);
    return mainEffects({ codes, sizes: [6, 5, 3] }, y, { permutations: 99, seed: replicate })[0]!
      .pValue;
  });
}

for (const effect of [0, 1]) {
  Deno.test(`mainEffects() call an axis without effect significant in 5 % of choices, others' effects ${effect}`, () => {
    const p = pValues(effect, 300);
    const below = (limit: number) => p.filter((value) => value <= limit).length / p.length;
    console.log(
      `others' effects ${effect}: p ≤ 0.05 in ${below(0.05)}, ≤ 0.25 in ${below(0.25)}, ≤ 0.5 in ${
        below(0.5)
      }`,
    );
    // 300 replicates: standard errors 1.3, 2.5 and 2.9 %.
    assert.ok(below(0.05) <= 0.08, String(below(0.05)));
    assert.ok(Math.abs(below(0.25) - 0.25) < 0.08 && Math.abs(below(0.5) - 0.5) < 0.09);
  });
}

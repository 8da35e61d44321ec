import { effectValues } from "../../lib/numbers/effect_values.ts";
import { functionalAnova } from "../../lib/numbers/functional_anova.ts";
import { assertClose } from "./_reference.ts";
import { noise } from "../analysis/_sweeps.ts";

const table = { sizes: [3, 2, 4], seeds: 1, values: Float64Array.from(noise(2, 24)) };
const subsets = [[], [0], [1], [2], [0, 1], [0, 2], [1, 2], [0, 1, 2]];

Deno.test("effectValues() of all subsets add up to the table", () => {
  const sum = table.values.map((_, cell) => {
    const levels = [Math.floor(cell / 8), Math.floor(cell / 4) % 2, cell % 4];
    return subsets.reduce((sum, axes) => {
      const at = axes.reduce((at, axis) => at * table.sizes[axis]! + levels[axis]!, 0);
      return sum + effectValues(table, axes).effects[at]!;
    }, 0);
  });
  assertClose(sum, table.values, 1e-12);
});

Deno.test("effectValues() squared average to the variance that the decomposition says", () => {
  for (const { axes, products } of functionalAnova(table).terms) {
    const { effects } = effectValues(table, axes);
    assertClose([effects.reduce((sum, f) => sum + f * f, 0) / effects.length], products, 1e-12);
  }
});

Deno.test("effectValues() average over the levels of any of their axes to 0", () => {
  const { effects } = effectValues(table, [0, 2]);
  const overFirst = [0, 1, 2, 3].map((level) =>
    effects[level]! + effects[4 + level]! + effects[8 + level]!
  );
  assertClose(overFirst, [0, 0, 0, 0], 1e-12);
});

Deno.test("effectValues() means of a pair are averages over everything else", () => {
  const { means } = effectValues({
    sizes: [2, 2, 2],
    seeds: 1,
    values: Float64Array.of(1, 3, 5, 7, 2, 4, 6, 8),
  }, [0, 2]);
  assertClose(means, [3, 5, 4, 6], 1e-14);
});

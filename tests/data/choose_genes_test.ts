import assert from "node:assert/strict";
import { chooseGenes } from "../../lib/data/choose_genes.ts";
import { geneStatistics } from "../../lib/data/gene_statistics.ts";

/** A matrix of one column per gene, all rows for training. */
function choose(genes: Record<string, number[]> | [string, number[]][], options = {}) {
  const entries = Array.isArray(genes) ? genes : Object.entries(genes);
  const names = entries.map(([name]) => name), samples = entries[0]![1].length;
  const values = Float32Array.from(
    { length: samples * names.length },
    (_, i) => entries[i % names.length]![1][Math.floor(i / names.length)]!,
  );
  const statistics = geneStatistics(
    { genes: names, values },
    Array.from({ length: samples }, (_, i) => i),
  );
  const { chosen, report } = chooseGenes(names, statistics, options);
  return { names: [...chosen].map((i) => names[i]), rows: [...chosen], report };
}

Deno.test("chooseGenes() takes the most variable first and keeps the order of ties", () => {
  const { names } = choose({ b: [0, 2], c: [5, 5.5], a: [1, 3], d: [0, 9] }, { count: 3 });
  assert.deepEqual(names, ["d", "b", "a"]);
});

Deno.test("chooseGenes() ranks by variance or by mean absolute deviation", () => {
  // outlier: mean 0.75, variance (7 · 0.5625 + 27.5625) / 7 = 4.5, mean deviation 10.5 / 8 = 1.3125
  // steady: mean 1.5, variance 18 / 7 = 2.57, mean deviation 1.5
  const genes = { outlier: [0, 0, 0, 0, 0, 0, 0, 6], steady: [0, 3, 0, 3, 0, 3, 0, 3] };
  assert.deepEqual(choose(genes, { variability: "variance" }).names, ["outlier", "steady"]);
  assert.deepEqual(choose(genes, { variability: "mad" }).names, ["steady", "outlier"]);
});

Deno.test("chooseGenes() keeps the row of the highest training mean of those with one id", () => {
  const { rows, report } = choose([["x", [0, 9]], ["y", [1, 2]], ["x", [8, 9]], ["x", [5, 6]]]);
  assert.deepEqual(rows.sort(), [1, 2]);
  assert.deepEqual(report[0], { kind: "superseded-genes", count: 2, examples: ["x", "x"] });
});

Deno.test("chooseGenes() never takes a constant gene, even for a varying one of its id", () => {
  const { rows, report } = choose([["x", [9, 9]], ["x", [1, 2]], ["y", [0, 0]]]);
  assert.deepEqual(rows, [1]);
  assert.deepEqual(report[0], { kind: "constant-genes", count: 2, examples: ["x", "y"] });
});

Deno.test("chooseGenes() passes over genes that miss more than half of their values", () => {
  const { names, report } = choose({
    whole: [1, 2, 3, 4],
    half: [1, NaN, 9, NaN],
    quarter: [NaN, NaN, 1, NaN],
    none: [NaN, NaN, NaN, NaN],
  });
  assert.deepEqual(names, ["half", "whole"]);
  assert.deepEqual(report[0], { kind: "sparse-genes", count: 2, examples: ["quarter", "none"] });
});

Deno.test("chooseGenes() says that there are fewer than the default, but only by default", () => {
  const genes = { a: [0, 1], b: [0, 2] };
  assert.deepEqual(choose(genes).report, [{ kind: "fewer-genes", count: 2, examples: [] }]);
  assert.deepEqual(choose(genes, { count: 2 }).report, []);
});

Deno.test("chooseGenes() refuses more genes than there are, none at all, and unknown ways", () => {
  const genes = { a: [0, 1], b: [0, 2], c: [3, 3] };
  const refused = (options: object, message: RegExp) =>
    assert.throws(() => choose(genes, options), { name: "InputError", message });
  refused({ count: 3 }, /Cannot choose 3 genes: the cohort has 3 rows, of which 2 can be/);
  refused({ count: 0 }, /Cannot choose 0 genes/);
  refused({ count: 1.5 }, /Cannot choose 1.5 genes/);
  refused({ variability: "range" }, /"range": it is "variance" or "mad"/);
  assert.throws(() => choose({ a: [1, 1] }), { name: "InputError", message: /none of 1 varies/ });
});

import assert from "node:assert/strict";
import type pl from "nodejs-polars";
import {
  type AgreementRow,
  reconstructionAndDownstream,
} from "../../lib/analysis/reconstruction_and_downstream.ts";
import { InputError } from "../../lib/errors.ts";
import { AGREEMENT, DOWNSTREAM, knnScores, RESULTS } from "./_downstream.ts";
import { assertClose } from "./_reference.ts";
import { cells, shuffled, sweep } from "./_sweeps.ts";

const frame = sweep(
  cells({ model: ["vae"], latent_size: [1, 2, 3, 4, 5, 6] }),
  (_, i) => ([0.1, 0.2, 0.3, 0.4, "diverged", "failed"] as const)[i]!,
);
const accuracy = knnScores(["run0", "run1", "run2", "run3"], [0.6, 0.7, 0.8, 0.9]);

Deno.test("reconstructionAndDownstream() correlates by hand, with diverged runs last in both and without them", () => {
  const [ranked, finished, half] = reconstructionAndDownstream(frame, accuracy).toRecords();
  // Finished runs are exactly opposed. With one last in both: Σd² = 9 + 1 + 1 + 9 = 20, ρ = 1 − 6 · 20 / (5 · 24) = 0.
  assert.deepEqual([finished!.correlation, finished!.configurations, finished!.left_out], [
    -1,
    4,
    2,
  ]);
  assert.ok(Math.abs(Number(ranked!.correlation)) < 1e-12);
  assert.deepEqual([ranked!.configurations, ranked!.left_out, ranked!.part], [5, 1, "all"]);
  // Two of the four are left, opposed as well.
  assert.deepEqual([half!.configurations, half!.correlation, half!.part], [2, -1, "better half"]);
});

Deno.test("reconstructionAndDownstream() leaves runs without an accuracy aside and counts them", () => {
  const [, finished] = reconstructionAndDownstream(frame, accuracy.head(2), { by: ["model"] })
    .toRecords();
  assert.deepEqual([finished!.model, finished!.configurations, finished!.left_out, finished!.low], [
    "vae",
    2,
    4,
    null,
  ]);
  assert.throws(() => reconstructionAndDownstream(frame, accuracy.head(0)), InputError);
});

Deno.test("reconstructionAndDownstream() counts a configuration once, however many seeds it has", () => {
  // By configuration the errors 1, 2, 3, 4 have the accuracies 0.4, 0.3, 0.2, 0.1: seeds around them change nothing.
  const seeds = sweep(
    cells({ latent_size: [1, 2, 3, 4], seed: [0, 1, 2] }),
    ({ latent_size, seed }) => Number(latent_size) + 0.4 * (Number(seed) - 1),
  );
  const measured = knnScores(
    Array.from({ length: 12 }, (_, i) => `run${i}`),
    Array.from({ length: 12 }, (_, i) => 0.4 - 0.1 * Math.floor(i / 3) + 0.2 * (i % 3 - 1)),
  );
  const [, finished] = reconstructionAndDownstream(seeds, measured).toRecords();
  assert.deepEqual([finished!.configurations, finished!.correlation], [4, 1]);
  // Four of four in order are no proof: no interval of no width.
  assert.equal(finished!.low, null);
});

/** Over all models and within each, as the report has them. */
function agreementOf(results: pl.DataFrame, downstream: pl.DataFrame) {
  const all = reconstructionAndDownstream(results, downstream).toRecords();
  const each = reconstructionAndDownstream(results, downstream, { by: ["model"] }).toRecords();
  return [
    ...all.map((row) => ({ model: "all", ...row })),
    ...each,
  ] as unknown as (AgreementRow & { model: string })[];
}

const key = (row: AgreementRow & { model: string }) =>
  [row.model, row.label, row.classifier, row.measure, row.part].join();

Deno.test("reconstructionAndDownstream() agrees with pandas and SciPy: parts, measures and jackknife, in any order", () => {
  for (
    const [results, downstream] of [
      [RESULTS, DOWNSTREAM],
      [shuffled(RESULTS, 1), shuffled(DOWNSTREAM, 2)],
    ] as const
  ) {
    const rows = agreementOf(results, downstream);
    assert.equal(rows.length, AGREEMENT.length);
    const found = new Map(rows.map((row) => [key(row), row]));
    for (const expected of AGREEMENT) {
      const row = found.get(key(expected))!;
      assert.equal(row.configurations, expected.configurations, key(expected));
      assert.deepEqual([row.seeds, row.chosen_on], [5, "validation"]);
      for (const name of ["correlation", "low", "high"] as const) {
        // Student's quantile is known to 8 digits.
        assertClose([row[name]!], [expected[name]!], name === "correlation" ? 1e-12 : 1e-7);
      }
    }
  }
});

Deno.test("reconstructionAndDownstream() takes the better half by the test error where there is no other", () => {
  const rows = agreementOf(RESULTS.drop("validation_mse"), DOWNSTREAM);
  assert.ok(rows.every(({ chosen_on }) => chosen_on === "test"));
});

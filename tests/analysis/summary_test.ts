import assert from "node:assert/strict";
import { formatSummary } from "../../lib/analysis/format_summary.ts";
import { summarize } from "../../lib/analysis/summary.ts";
import { InputError } from "../../lib/errors.ts";
import { permutation } from "../../lib/random.ts";
import { fakeRows } from "../plots/_fake_rows.ts";

type Status = "converged" | "max_epochs" | "stalled" | "diverged" | "failed";

/** A run of a model with its configuration's learning rate; no error for one that has none. */
function run(
  model: string,
  learning_rate: number,
  seed: number,
  mse: number | null,
  status?: Status,
) {
  const ended = status ?? (mse === null ? "diverged" : "converged");
  return {
    run: `${model}-${learning_rate}-${seed}`,
    model,
    learning_rate,
    latent_size: 10,
    optimizer: learning_rate > 0.01 ? "sgd" : "adam",
    seed,
    status: ended,
    epochs: ended === "failed" ? null : 10 + seed,
    test_reconstruction: mse,
    test_mse: mse,
    test_r2: mse === null ? null : 1 - mse,
  };
}

Deno.test("summarize() finds the configuration of the lowest mean over seeds, with its deviation", () => {
  const { best } = summarize([
    run("vae", 0.001, 0, 0.3),
    run("vae", 0.001, 1, 0.5), // mean 0.4, deviation √(2 × 0.1² / 1) = 0.1414
    run("vae", 0.01, 0, 0.2),
    run("vae", 0.01, 1, 0.8), // the best single run, but mean 0.5
  ]);
  assert.equal(best.length, 1);
  const { learning_rate, optimizer, test_mse, test_mse_sd, test_r2, epochs, finished, runs } =
    best[0]!;
  assert.deepEqual([learning_rate, optimizer, test_mse, epochs, finished, runs], [
    0.001,
    "adam",
    0.4,
    10.5,
    2,
    2,
  ]);
  assert.ok(Math.abs(test_mse_sd! - Math.SQRT2 / 10) < 1e-12);
  assert.ok(Math.abs(test_r2! - 0.6) < 1e-12);
});

Deno.test("summarize() prefers a configuration that never diverged to a lower error in part of the seeds", () => {
  const lucky = [run("vae", 0.1, 0, 0.1), run("vae", 0.1, 1, null)];
  const safe = [run("vae", 0.001, 0, 0.4), run("vae", 0.001, 1, 0.4)];
  assert.equal(summarize([...lucky, ...safe]).best[0]!.learning_rate, 0.001);
  const { learning_rate, finished, runs } = summarize(lucky).best[0]!;
  assert.deepEqual([learning_rate, finished, runs], [0.1, 1, 2]);
});

Deno.test("summarize() lists a model of which nothing finished, last", () => {
  const { best } = summarize([run("iwae", 0.1, 0, null), run("vae", 0.001, 0, 0.4, "max_epochs")]);
  assert.deepEqual(best.map(({ model, status }) => [model, status]), [["vae", "max_epochs"], [
    "iwae",
    null,
  ]]);
  assert.match(
    formatSummary({ runs: 2, seeds: 1, splits: 1, best, outcomes: [] }),
    /iwae .*no run finished/,
  );
});

Deno.test("summarize() does not average over a further axis, and names its best value", () => {
  const rows = [1, 4].map((weight) => ({
    ...run("vae", 0.001, 0, weight / 10),
    kl_weight: weight,
    samples: 5,
  }));
  assert.throws(() => summarize(rows), InputError);
  const { best } = summarize(rows, { axes: ["kl_weight", "samples"] });
  assert.deepEqual([best[0]!.further, best[0]!.test_mse, best[0]!.runs], [
    { kl_weight: 1 },
    0.1,
    1,
  ]);
});

Deno.test("summarize() has a best of each model and number of genes, whose errors are not compared", () => {
  const rows = [20, 40].flatMap((genes) =>
    ["vae", "iwae"].flatMap((model) =>
      [0.001, 0.1].map((rate) => ({
        ...run(model, rate, 0, genes === 40 && model === "vae" ? null : genes * rate),
        ...{ run: `${model} ${rate} ${genes}`, genes },
      }))
    )
  );
  const summary = summarize(rows, { axes: ["genes"] });
  assert.deepEqual(
    summary.best.map(({ model, further, test_mse }) => [model, further.genes, test_mse]),
    [["vae", 20, 0.02], ["iwae", 20, 0.02], ["iwae", 40, 0.04], ["vae", 40, null]],
  );
  assert.match(formatSummary(summary), /^Best configuration of each model and number of genes \(/);
});

Deno.test("formatSummary() counts seeds on splits that are crossed with them", () => {
  const crossed = (splits: number[]) =>
    splits.flatMap((split_seed) =>
      [0, 1].map((seed) => ({
        ...run("vae", 0.001, seed, 0.3 + seed / 10),
        ...{ run: `${seed} ${split_seed}`, split_seed },
      }))
    );
  const text = formatSummary(summarize(crossed([0, 1, 2])));
  assert.match(text, /finished runs of 2 seeds on each of 3 splits\)/);
  assert.match(text, /6 of 6/);
  const own = [0, 1].map((seed) => ({ ...run("vae", 0.001, seed, 0.3), split_seed: seed }));
  assert.match(formatSummary(summarize(own)), /finished runs of 2 seeds\)/);
});

Deno.test("summarize() counts every run once, whatever the order of the rows", () => {
  const rows = fakeRows({ seeds: [0, 1] }), expected = summarize(rows);
  const shuffled = summarize([...permutation([1, 0], rows.length)].map((i) => rows[i]!));
  assert.deepEqual(shuffled.outcomes, expected.outcomes);
  const near = (value: number | null) => Number(value!.toPrecision(12)); // sums in another order
  assert.deepEqual(
    shuffled.best.map((b) => near(b.test_mse)),
    expected.best.map((b) => near(b.test_mse)),
  );
  const count = (status: string) => rows.filter((row) => row.status === status).length;
  for (const status of ["converged", "max_epochs", "stalled", "diverged", "failed"] as const) {
    assert.equal(expected.outcomes.reduce((sum, row) => sum + row[status], 0), count(status));
  }
  assert.equal(expected.outcomes.reduce((sum, row) => sum + row.runs, 0), 720);
});

Deno.test("summarize() takes no runs at all, and refuses rows without the results' columns", () => {
  assert.deepEqual(summarize([]), { runs: 0, seeds: 0, splits: 1, best: [], outcomes: [] });
  assert.throws(() => summarize([{ model: "vae" }]), InputError);
  assert.throws(
    () => summarize([{ ...run("vae", 0.1, 0, 0.4), test_mse: "0.4" }]),
    /test_mse of row 1.*0\.4/,
  );
});

Deno.test("formatSummary() shows mean and deviation to the same decimal place", () => {
  const rows = [run("vae", 0.001, 0, 0.312345), run("vae", 0.001, 1, 0.352345)];
  // mean 0.332345, deviation 0.02828: two digits of it are thousandths
  assert.match(formatSummary(summarize(rows)), /0\.332 ± 0\.028/);
});

Deno.test("summarize() counts what stalled apart, and says it of a best configuration", () => {
  const { best, outcomes } = summarize([
    run("vae", 0.001, 0, 0.98, "stalled"),
    run("vae", 0.001, 1, 0.97, "converged"),
    run("iwae", 0.001, 0, 0.3, "converged"),
    run("iwae", 0.001, 1, 0.3, "max_epochs"),
  ]);
  assert.deepEqual(best.map(({ model, status, test_mse }) => [model, status, test_mse]), [
    ["iwae", "max_epochs", 0.3],
    ["vae", "stalled", 0.975],
  ]);
  assert.deepEqual(outcomes, [
    {
      ...{ optimizer: "adam", converged: 2, max_epochs: 1, stalled: 1, diverged: 0, failed: 0 },
      runs: 4,
    },
  ]);
  const text = formatSummary(summarize([run("vae", 0.001, 0, 0.98, "stalled")]));
  assert.match(
    text,
    /converged +max_epochs +stalled +diverged +failed +runs\n.*\nadam +0 +0 +1 +0 +0 +1/,
  );
});

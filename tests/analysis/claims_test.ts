import assert from "node:assert/strict";
import { claims } from "../../lib/analysis/claims.ts";
import { InputError } from "../../lib/errors.ts";
import { type Cell, cells, noise, shuffled, sweep } from "./_sweeps.ts";

const POSTER = {
  model: ["iwae", "info-vae", "logcosh-vae", "vae"],
  learning_rate: [1e-5, 1e-4, 1e-3, 1e-2, 1e-1],
  latent_size: [5, 10, 50, 100, 200, 350],
  optimizer: ["adam", "rmsprop", "sgd"],
};
const grid = cells({ ...POSTER, seed: [0, 1, 2] }), draws = noise(12, grid.length, 0.01);

/** A world in which all five claims hold. */
function asClaimed(cell: Cell, i: number): number | "diverged" {
  const rate = Math.log10(Number(cell.learning_rate)), size = Number(cell.latent_size);
  if (rate >= -2 && size <= 50 && cell.optimizer === "sgd") return "diverged";
  return 10 ** (-1.5 + 0.02 * (rate + 3) ** 2 + (cell.optimizer === "sgd" ? 0.8 : 0) + draws[i]!);
}

function verdicts(outcome: Parameters<typeof sweep>[1], of = grid): Record<string, unknown[]> {
  const rows = claims(sweep(of, outcome)).toRecords().filter((row) => row.part === "all");
  return Object.fromEntries(
    [1, 2, 3, 4, 5].map((
      n,
    ) => [n, rows.filter((row) => row.claim === n).map((row) => row.verdict)]),
  );
}

Deno.test("claims() are reproduced, in both treatments, in a world in which they hold", () => {
  const yes = "reproduced";
  assert.deepEqual(verdicts(asClaimed), {
    1: [yes, yes],
    2: [yes, yes],
    3: [yes, yes],
    4: [yes, yes],
    5: [yes],
  });
});

Deno.test("claims() are not reproduced in a world in which the opposite holds", () => {
  // The learning rate decides, 0.1 is best, SGD leads narrowly but always, and nothing diverges.
  const found = verdicts((cell, i) =>
    10 **
      (-2 - 0.3 * Math.log10(Number(cell.learning_rate)) - (cell.optimizer === "sgd" ? 0.1 : 0) +
        draws[i]!)
  );
  const no = "not reproduced";
  assert.deepEqual(found, { 1: [no, no], 2: [no, no], 3: [no, no], 4: [no, no], 5: [no] });
});

Deno.test("claims() are undecided where noise is all there is", () => {
  const loud = noise(13, grid.length, 0.2);
  const found = verdicts((_, i) => 10 ** (loud[i]! - 1.5));
  assert.deepEqual([found[1], found[3]], [["undecided", "undecided"], ["undecided", "undecided"]]);
});

Deno.test("claims() about importance are undecided with one seed, and say why; the others need no seeds", () => {
  const rows = claims(sweep(cells(POSTER), asClaimed)).toRecords().filter((row) =>
    row.part === "all"
  );
  for (const row of rows) {
    assert.equal(
      row.verdict,
      Number(row.claim) <= 2 ? "undecided" : "reproduced",
      `claim ${row.claim}`,
    );
    if (Number(row.claim) <= 2) assert.match(String(row.note), /one seed/);
  }
});

Deno.test("claims() about most models are not reproduced by exactly half of them", () => {
  const half = sweep(grid, (cell, i) => {
    const rate = Math.log10(Number(cell.learning_rate)),
      optimizer = cell.model === "vae" || cell.model === "iwae";
    return 10 **
      (-2 + (optimizer ? (cell.optimizer === "sgd" ? 1 : 0) : 0.1 * Math.abs(rate + 3)) +
        draws[i]!);
  });
  const rows = claims(half).toRecords().filter((row) => row.claim === 2);
  assert.deepEqual([rows[0]!.value, rows[0]!.low, rows[0]!.high, rows[0]!.verdict], [
    0.5,
    0.5,
    0.5,
    "not reproduced",
  ]);
  const models = rows.slice(1, 5).map((row) => [row.part, row.verdict]);
  assert.deepEqual(models, [
    ["info-vae", "not reproduced"],
    ["iwae", "reproduced"],
    ["logcosh-vae", "not reproduced"],
    ["vae", "reproduced"],
  ]);
});

Deno.test("claims() need divergence to be more frequent with small latent sizes, not just at high rates", () => {
  const rows = claims(
    sweep(
      grid,
      (cell, i) => Number(cell.learning_rate) >= 0.01 ? "diverged" : 10 ** (draws[i]! - 1),
    ),
  )
    .toRecords().filter((row) => row.claim === 5);
  assert.deepEqual(rows.map((row) => row.verdict), ["undecided", "reproduced", "undecided"]);
  assert.equal(rows[2]!.value, 0);
});

Deno.test("claims() count a configuration as diverged once, if at least half of its seeds are", () => {
  const region = ({ learning_rate, latent_size }: Cell) =>
    Number(learning_rate) >= 0.01 && Number(latent_size) <= 50;
  const value = (seeds: number) =>
    claims(sweep(grid, (cell) => region(cell) && Number(cell.seed) < seeds ? "diverged" : 0.5))
      .toRecords().find((row) => row.claim === 5)!.value;
  // All 24 of 48 configurations at high rates diverge, none of 72 at low ones; at high rates all small, no large sizes.
  const models = 4 * 3;
  assert.deepEqual([value(1), value(2), value(3)], [0, 3 * 2 * models / (6 * 2 * models), 0.5]);
});

Deno.test("claims() about the learning rate let each model × latent size use its best optimizer", () => {
  // Adam leads and is best at 0.001; the others are best elsewhere.
  const rows = claims(
    sweep(grid, ({ optimizer, learning_rate }) =>
      (optimizer === "adam" ? 0.1 : 0.3) *
      (1 + Math.abs(Math.log10(Number(learning_rate)) + (optimizer === "adam" ? 3 : 1)))),
  )
    .toRecords().filter((row) => row.claim === 4 && row.part === "all");
  assert.deepEqual(rows.map((row) => [row.value, row.verdict]), [[1, "reproduced"], [
    1,
    "reproduced",
  ]]);
  assert.match(String(rows[0]!.note), /over 24 model × latent size/);
});

Deno.test("claims() say what a grid cannot tell instead of failing", () => {
  const frame = sweep(
    cells({ model: ["vae"], optimizer: ["adam", "sgd"], latent_size: [2, 5], seed: [0, 1] }),
    (_, i) => 0.1 + i / 100,
  );
  const rows = claims(frame).toRecords().filter((row) => row.part === "all");
  for (const claim of [3, 4, 5]) {
    const row = rows.find((row) => row.claim === claim)!;
    assert.deepEqual([row.value, row.verdict], [null, "undecided"]);
    assert.match(String(row.note), /grid|vary/);
  }
});

Deno.test("claims() show each model, do not depend on order and refuse an incomplete grid", () => {
  const frame = sweep(grid, asClaimed), rows = claims(frame).toRecords();
  assert.equal(rows.filter((row) => row.claim === 2 && row.part === "logcosh-vae").length, 2);
  assert.deepEqual(claims(shuffled(frame, 9)).toRecords(), rows);
  assert.throws(() => claims(sweep(grid.slice(1), asClaimed)), InputError);
  assert.ok(claims(sweep(grid.slice(1), asClaimed), { onMissing: "largest" }).height > 0);
});

Deno.test("claims() are undecided on a grid whose edges would decide them", () => {
  const rates = (learning_rate: readonly number[]) =>
    cells({ ...POSTER, learning_rate: [...learning_rate], seed: [0, 1] });
  const calm = (cell: Cell) => 0.1 * (1 - Math.log10(Number(cell.learning_rate)));
  const low = claims(sweep(rates([0.001, 0.01]), calm)).toRecords();
  const of = (rows: typeof low, claim: number) =>
    rows.find((row) => row.claim === claim && row.part === "all")!;
  assert.equal(of(low, 4).verdict, "undecided");
  assert.match(String(of(low, 4).note), /below and above/);
  assert.equal(of(low, 5).verdict, "undecided");
  assert.match(String(of(low, 5).note), /no learning rate of 0\.1 was tried/);
  const high = claims(sweep(rates([0.01, 0.1]), calm)).toRecords();
  assert.equal(of(high, 5).verdict, "not reproduced");
});

Deno.test("claims() keep four where missing runs leave the comparison of optimizers open", () => {
  const some = grid.filter((cell) => cell.optimizer !== "rmsprop" || cell.model !== "vae");
  const rows = claims(sweep(some, asClaimed), { onMissing: "largest" }).toRecords();
  assert.deepEqual([...new Set(rows.map((row) => row.claim))], [1, 2, 3, 4, 5]);
  const row = rows.find((row) => row.claim === 3)!;
  assert.equal(row.verdict, "undecided");
  assert.match(String(row.note), /rmsprop has no outcome at .*model vae/);
});

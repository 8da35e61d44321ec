import pl from "nodejs-polars";
import assert from "node:assert/strict";
import { type ClaimOptions, type ClaimRow, claims } from "../../lib/analysis/claims.ts";
import { InputError } from "../../lib/errors.ts";
import type { SweepAxis } from "../../lib/sweep/store/axes.ts";
import { type Cell, cells, noise, shuffled, sweep, withoutOption } from "./_sweeps.ts";

const POSTER = {
  model: ["iwae", "info-vae", "logcosh-vae", "vae"],
  learning_rate: [1e-5, 1e-4, 1e-3, 1e-2, 1e-1],
  latent_size: [5, 10, 50, 100, 200, 350],
  optimizer: ["adam", "rmsprop", "sgd"],
};
const FIVE = [0, 1, 2, 3, 4];
const grid = cells({ ...POSTER, seed: FIVE }), draws = noise(12, grid.length, 0.01);
/** A cell's own noise, whichever cells a test leaves out. */
const drawn = new Map(grid.map((cell, i) => [JSON.stringify(cell), draws[i]!]));
const draw = (cell: Cell) => drawn.get(JSON.stringify(cell)) ?? 0;

/** A world in which all five claims hold. */
function asClaimed(cell: Cell): number | "diverged" {
  const rate = Math.log10(Number(cell.learning_rate)), size = Number(cell.latent_size);
  if (rate >= -2 && size <= 50 && cell.optimizer === "sgd") return "diverged";
  return 10 ** (-1.5 + 0.08 * (rate + 3) ** 2 + (cell.optimizer === "sgd" ? 0.8 : 0) + draw(cell));
}

type Outcome = Parameters<typeof sweep>[1];
const tableOf = (frame: pl.DataFrame, options: ClaimOptions = {}) =>
  claims(frame, options).toRecords() as unknown as ClaimRow[];
const rowsOf = (outcome: Outcome, of = grid) => tableOf(sweep(of, outcome));
/** The row that decides a claim. */
const headline = (rows: readonly ClaimRow[], claim: number) =>
  rows.find((row) => row.claim === claim && row.decides)!;

function verdicts(outcome: Outcome, of = grid): Record<string, unknown[]> {
  const rows = rowsOf(outcome, of).filter((row) => row.part === "all");
  return Object.fromEntries(
    [1, 2, 3, 4, 5].map((claim) => [
      claim,
      rows.filter((row) => row.claim === claim).map(({ verdict }) => verdict),
    ]),
  );
}

Deno.test("claims() are reproduced, in both treatments, in a world in which they hold", () => {
  const yes = "reproduced", both = [yes, yes];
  const found = verdicts(asClaimed);
  assert.deepEqual([found[1], found[2], found[3], found[5]], [both, both, both, [yes]]);
  // Its lead is of 4 %; among the ranks of all runs that is little, and not decisive in more than half of 24 places.
  assert.deepEqual(found[4], [yes, "undecided"]);
  for (const claim of [1, 2, 3, 4, 5]) {
    const { holds_in, seeds } = headline(rowsOf(asClaimed), claim);
    assert.deepEqual([holds_in, seeds], [5, 5]);
  }
});

Deno.test("claims() are not reproduced in a world in which the opposite holds", () => {
  // The learning rate decides, 0.1 is best, SGD leads narrowly but always, and nothing diverges.
  const opposite = (cell: Cell) =>
    10 ** (-2 - 0.3 * Math.log10(Number(cell.learning_rate)) -
      (cell.optimizer === "sgd" ? 0.1 : 0) + draw(cell));
  const no = "not reproduced", both = [no, no];
  assert.deepEqual(verdicts(opposite), { 1: both, 2: both, 3: both, 4: both, 5: [no] });
  assert.equal(headline(rowsOf(opposite), 3).holds_in, 0);
});

Deno.test("claims() say where a better learning rate may lie beyond those tried, and what high and small mean", () => {
  const note = (outcome: Outcome, claim: number) => headline(rowsOf(outcome), claim).note;
  const falling = (cell: Cell) => 10 ** (-2 - 0.3 * Math.log10(Number(cell.learning_rate)));
  assert.match(
    note(falling, 3),
    /sgd is best at the highest learning rate tried in 120 of 120 choices/,
  );
  assert.doesNotMatch(note(asClaimed, 3), /tried in/);
  assert.match(note(asClaimed, 5), /both parts must hold \(high: from 0\.01, small: up to 50\)/);
});

Deno.test("claims() have no verdict with fewer than five seeds, but their estimate, and in how many seeds they hold", () => {
  const full = rowsOf(asClaimed);
  for (const count of [1, 2, 3, 4]) {
    const some = grid.filter(({ seed }) => Number(seed) < count);
    const rows = rowsOf(asClaimed, some).filter(({ part }) => part === "all");
    for (const row of rows) {
      assert.equal(row.verdict, "no verdict");
      assert.match(row.note, /^no verdict: a verdict needs 5 seeds/);
      assert.deepEqual([row.holds_in, row.seeds], [count, count]);
      assert.equal(row.low === null, count < 3, "an interval needs three seeds");
      const same = full.find((other) =>
        other.claim === row.claim && other.part === "all" && other.treatment === row.treatment
      )!;
      assert.ok(Math.abs(row.value! - same.value!) < 0.05, `claim ${row.claim}`);
    }
  }
});

Deno.test("claims() are decided by seeds, not by configurations that share what a seed does", () => {
  // Whichever optimizer a seed happens to favour leads in all of its 360 configurations.
  const favourite = ["adam", "rmsprop", "sgd", "adam", "sgd"];
  const rows = rowsOf((cell) =>
    10 ** (-1 - (favourite[Number(cell.seed)] === cell.optimizer ? 0.5 : 0) + draw(cell))
  );
  for (const claim of [1, 2, 3, 4]) assert.notEqual(headline(rows, claim).verdict, "reproduced");
});

Deno.test("claims() about most models are not reproduced by exactly half of them", () => {
  const rows = rowsOf((cell) => {
    const rate = Math.log10(Number(cell.learning_rate));
    const optimizer = cell.model === "vae" || cell.model === "iwae";
    const own = optimizer ? (cell.optimizer === "sgd" ? 1 : 0) : 0.1 * Math.abs(rate + 3);
    return 10 ** (-2 + own + draw(cell));
  }).filter((row) => row.claim === 2);
  const { value, low, high, verdict, note } = rows[0]!;
  assert.deepEqual([value, low, high, verdict], [0.5, 0.5, 0.5, "not reproduced"]);
  assert.match(note, /2 of 4 models clearly, 2 clearly not/);
  assert.deepEqual(rows.slice(1, 5).map((row) => [row.part, row.verdict]), [
    ["info-vae", "not reproduced"],
    ["iwae", "reproduced"],
    ["logcosh-vae", "not reproduced"],
    ["vae", "reproduced"],
  ]);
});

Deno.test("claims() count ties within noise as ties, not as best at 0.001", () => {
  // 0.001 leads 0.01 by 0.03 % in every configuration, and the noise of a run is 5 %.
  const loud = new Map(
    grid.map((cell, i) => [JSON.stringify(cell), noise(14, grid.length, 0.02)[i]!]),
  );
  const rates: Record<string, number> = { 0.001: 0, 0.01: Math.log10(1.0003) };
  const rows = rowsOf((cell) =>
    10 ** ((rates[String(cell.learning_rate)] ?? 0.5) - 1 + loud.get(JSON.stringify(cell))!)
  );
  const row = headline(rows, 4);
  assert.notEqual(row.verdict, "reproduced");
  assert.match(
    row.note,
    /of 24 model × latent size 0 clearly best at 0\.001, 0 clearly not, 24 tied/,
  );
});

Deno.test("claims() need divergence to be more frequent with small latent sizes, not just at high rates", () => {
  const rows = rowsOf((cell) =>
    Number(cell.learning_rate) >= 0.01 ? "diverged" : 10 ** (draw(cell) - 1)
  )
    .filter((row) => row.claim === 5);
  assert.deepEqual(rows.map((row) => row.verdict), [
    "not reproduced",
    "reproduced",
    "not reproduced",
  ]);
  assert.equal(rows[2]!.value, 0);
});

Deno.test("claims() count a configuration by its share of diverged seeds", () => {
  const region = ({ learning_rate, latent_size }: Cell) =>
    Number(learning_rate) >= 0.01 && Number(latent_size) <= 50;
  const row = (seeds: number) =>
    headline(rowsOf((cell) => region(cell) && Number(cell.seed) < seeds ? "diverged" : 0.5), 5);
  // At high rates small sizes diverge, half of the configurations there, none at low ones: the smaller part is 0.5.
  assert.deepEqual([0, 1, 2, 5].map((seeds) => row(seeds).value), [0, 0.1, 0.2, 0.5]);
  assert.deepEqual([0, 1, 5].map((seeds) => row(seeds).holds_in), [0, 1, 5]);
  assert.deepEqual([0, 1, 5].map((seeds) => row(seeds).verdict), [
    "not reproduced",
    "undecided",
    "reproduced",
  ]);
});

Deno.test("claims() about the learning rate let each model × latent size use its best optimizer", () => {
  // Adam leads and is best at 0.001; the others are best elsewhere.
  const rows = rowsOf(({ optimizer, learning_rate }) =>
    (optimizer === "adam" ? 0.1 : 0.3) *
    (1 + Math.abs(Math.log10(Number(learning_rate)) + (optimizer === "adam" ? 3 : 1)))
  );
  assert.deepEqual([headline(rows, 4).value, headline(rows, 4).verdict], [1, "reproduced"]);
});

Deno.test("claims() choose learning rates on validation where there is a validation error, and report test", () => {
  // On test SGD's best rate beats the others; on validation its worst rate looks best, whose test error is what counts.
  const frame = sweep(grid, (cell) => {
    const rate = Math.abs(Math.log10(Number(cell.learning_rate)) + 3);
    return 10 ** (-1 + (cell.optimizer === "sgd" ? 0.5 * rate - 0.3 : 0.2 * rate) + draw(cell));
  });
  const test = frame.getColumn("test_mse").toArray().map(Number);
  const optimizer = frame.getColumn("optimizer").toArray();
  const validation = test.map((value, run) => optimizer[run] === "sgd" ? 1 / value : value);
  const third = (values: (number | null)[]) =>
    headline(tableOf(frame.withColumns(pl.Series("validation_mse", values, pl.Float64))), 3);
  const onTest = headline(tableOf(frame), 3), onValidation = third(validation);
  assert.deepEqual([onTest.chosen_on, onTest.verdict], ["test", "not reproduced"]);
  assert.deepEqual([onValidation.chosen_on, onValidation.verdict], ["validation", "reproduced"]);
  const partly = third(validation.map((value, run) => run === 3 ? null : value));
  assert.deepEqual([partly.chosen_on, partly.verdict], ["test", "not reproduced"]);
  assert.equal(headline(tableOf(frame), 1).chosen_on, null);
});

Deno.test("claims() do not compare an optimizer that lacks learning rates: deleting SGD's best decides nothing", () => {
  // SGD is best at 0.1 and beats both there; without that rate it is the worst.
  const truth = (cell: Cell) =>
    10 **
      ((cell.optimizer === "sgd"
        ? -2.8 - 0.5 * Math.log10(Number(cell.learning_rate))
        : -1.8 + 0.1 * Math.abs(Math.log10(Number(cell.learning_rate)) + 3)) + draw(cell));
  const few = { ...POSTER, model: ["vae"], seed: FIVE };
  assert.equal(headline(rowsOf(truth, cells(few)), 3).verdict, "not reproduced");
  const left = cells(few).filter(({ optimizer, learning_rate }) =>
    optimizer !== "sgd" || Number(learning_rate) < 0.01
  );
  const rows = tableOf(sweep(left, truth), { onMissing: "largest" });
  for (const claim of [1, 2, 3, 4, 5]) {
    assert.equal(headline(rows, claim).verdict, "no verdict", `claim ${claim}`);
  }
  const { note, stands_on } = headline(rows, 3);
  assert.match(note, /sgd|learning_rate 0\.1/);
  assert.match(stands_on, /60 of 450 runs missing; without /);
});

Deno.test("claims() are decided without a latent size only where they are not about it", () => {
  const some = grid.filter((cell) =>
    !(cell.latent_size === 350 && cell.seed === 2 && cell.model === "vae")
  );
  const rows = tableOf(sweep(some, asClaimed), { onMissing: "largest" });
  const found = [1, 2, 3, 4, 5].map((claim) => headline(rows, claim).verdict);
  const no = "no verdict", yes = "reproduced";
  assert.deepEqual(found, [no, no, yes, yes, no]);
  assert.match(headline(rows, 1).note, /the grid lacks latent_size 350/);
  assert.match(headline(rows, 3).stands_on, /without latent_size 350/);
});

Deno.test("claims() know levels that the sweep has not reached", () => {
  const axis = (column: string, levels: readonly (string | number)[]): SweepAxis => ({
    column,
    name: column,
    label: column,
    role: column === "model" ? "model" : column === "seed" ? "seed" : "studied",
    levels,
  });
  const axes = Object.entries({ ...POSTER, seed: FIVE }).map(([name, levels]) =>
    axis(name, levels)
  );
  const some = grid.filter(({ learning_rate }) => learning_rate !== 0.1);
  const rows = tableOf(sweep(some, asClaimed), { axes });
  assert.equal(headline(rows, 3).verdict, "no verdict");
  assert.match(headline(rows, 3).note, /the grid lacks learning_rate 0\.1/);
  assert.equal(headline(tableOf(sweep(grid, asClaimed), { axes }), 3).verdict, "reproduced");
});

Deno.test("claims() treat an optimizer of which every run diverged as the last, and say so", () => {
  const rows = rowsOf((cell) => cell.optimizer === "sgd" ? "diverged" : asClaimed(cell));
  const row = headline(rows, 3);
  assert.equal(row.verdict, "reproduced");
  assert.match(row.note, /sgd 3\.00/);
  // If Adam diverges throughout, the claim is wrong.
  const other = rowsOf((cell) => cell.optimizer === "adam" ? "diverged" : 0.5 + draw(cell));
  assert.equal(headline(other, 3).verdict, "not reproduced");
});

Deno.test("claims() state each reduction and momentum for itself, and pool nothing over further axes", () => {
  const few = { ...POSTER, model: ["vae", "iwae"], latent_size: [5, 50], seed: FIVE };
  const two = cells({ ...few, reduction: ["mean", "sum"] });
  // Averaged over genes the optimizer decides, summed the learning rate.
  const outcome = (cell: Cell) => {
    const rate = Math.log10(Number(cell.learning_rate)), sgd = Number(cell.optimizer === "sgd");
    const [of, by] = cell.reduction === "mean" ? [0.8, 0.04] : [0.1, 0.1];
    return 10 ** (-1.5 + of * sgd + by * (rate + 3) ** 2 + draw({ ...cell, reduction: "" }));
  };
  const axes = ["model", "learning_rate", "latent_size", "optimizer", "reduction"];
  const rows = tableOf(sweep(two, outcome), { axes });
  const first = rows.filter((row) => row.claim === 1 && row.decides);
  assert.deepEqual(first.map(({ within, verdict }) => [within, verdict]), [
    ["reduction mean", "reproduced"],
    ["reduction sum", "not reproduced"],
  ]);
  // Momentum belongs to SGD alone: Adam's and RMSprop's runs stand in each of its levels.
  const momenta = cells({ ...few, momentum: [0, 0.9] })
    .filter((cell) => cell.optimizer === "sgd" || cell.momentum === 0);
  const frame = withoutOption(
    sweep(
      momenta,
      (cell) => cell.optimizer === "sgd" && cell.momentum === 0.9 ? 0.01 : asClaimed(cell),
    ),
    "momentum",
    momenta.map((cell) => cell.optimizer === "sgd" ? Number(cell.momentum) : NaN),
  );
  const third = tableOf(frame, { axes: axes.with(4, "momentum") })
    .filter((row) => row.claim === 3 && row.decides);
  assert.deepEqual(third.map(({ within, verdict }) => [within, verdict]), [
    ["momentum 0", "reproduced"],
    ["momentum 0.9", "not reproduced"],
  ]);
  assert.match(third[0]!.stands_on, /momentum 0, 5 seeds, 60 configurations \(complete\)/);
});

Deno.test("claims() state each number of genes for itself: their errors are not compared", () => {
  const two = cells({
    ...POSTER,
    model: ["vae"],
    latent_size: [5, 50],
    seed: FIVE,
    genes: [20, 40],
  });
  const axes = ["model", "learning_rate", "latent_size", "optimizer", "genes"];
  const frame = sweep(two, (cell) => {
    const outcome = asClaimed(cell);
    return typeof outcome === "number" ? outcome * Number(cell.genes) : outcome;
  });
  const first = tableOf(frame, { axes }).filter((row) => row.claim === 1 && row.decides);
  assert.deepEqual(first.map(({ within }) => within), ["genes 20", "genes 40"]);
  assert.ok(first.every(({ note }) => !/genes/.test(note)), first[0]!.note);
});

Deno.test("claims() take each level of a further axis for blocks of its own", () => {
  const three = cells({
    ...POSTER,
    model: ["vae"],
    latent_size: [5, 50],
    seed: FIVE,
    batch_size: [32, 64],
  });
  const axes = ["learning_rate", "latent_size", "optimizer", "batch_size"];
  const rows = tableOf(sweep(three, (cell) => asClaimed(cell)), { axes });
  assert.match(headline(rows, 3).note, /over 4 blocks of latent_size × batch_size/);
  assert.match(headline(rows, 1).note, /batch_size/);
  // With an option that one model alone has.
  const nested = cells({ ...POSTER, latent_size: [5, 50], seed: FIVE, kl_weight: [1, 2] })
    .filter((cell) => cell.model === "vae" || cell.kl_weight === 1);
  const frame = withoutOption(
    sweep(nested, asClaimed),
    "kl_weight",
    nested.map((cell) => cell.model === "vae" ? Number(cell.kl_weight) : NaN),
  );
  const own = tableOf(frame, {
    axes: ["model", "learning_rate", "latent_size", "optimizer", "kl_weight"],
  });
  assert.match(headline(own, 3).note, /over 10 blocks/);
  assert.equal(own.filter((row) => row.claim === 2 && row.treatment === "rank").length, 5);
});

Deno.test("claims() take the split for the unit where seeds share splits", () => {
  const crossed = grid.flatMap((cell) =>
    [0, 1].map((inner) => ({ ...cell, split_seed: cell.seed!, seed: inner }))
  );
  const frame = sweep(crossed, (cell) => asClaimed({ ...cell, seed: cell.split_seed! }));
  const row = headline(tableOf(frame), 3);
  assert.deepEqual([row.seeds, row.verdict, row.holds_in], [5, "reproduced", 5]);
  assert.match(row.stands_on, /^5 splits/);
});

Deno.test("claims() say what a grid cannot tell instead of failing", () => {
  const frame = sweep(
    cells({ model: ["vae"], optimizer: ["adam", "sgd"], latent_size: [2, 5], seed: FIVE }),
    (_, i) => 0.1 + i / 100,
  );
  for (const claim of [3, 4, 5]) {
    const row = headline(tableOf(frame), claim);
    assert.deepEqual([row.value, row.verdict], [null, "no verdict"]);
    assert.match(row.note, /grid|vary/);
  }
});

Deno.test("claims() show each model, do not depend on order and refuse an incomplete grid", () => {
  const frame = sweep(grid, asClaimed), rows = tableOf(frame);
  assert.equal(rows.filter((row) => row.claim === 2 && row.part === "logcosh-vae").length, 2);
  const again = tableOf(shuffled(frame, 9));
  again.forEach((row, i) => {
    const { value, ...rest } = row, { value: expected, ...others } = rows[i]!;
    assert.ok(value === expected || Math.abs(value! - expected!) < 1e-12);
    for (const bound of ["low", "high"] as const) {
      assert.ok(rest[bound] === others[bound] || Math.abs(rest[bound]! - others[bound]!) < 1e-9);
    }
    assert.deepEqual({ ...rest, low: 0, high: 0 }, { ...others, low: 0, high: 0 });
  });
  assert.throws(() => claims(sweep(grid.slice(1), asClaimed)), InputError);
  assert.ok(claims(sweep(grid.slice(1), asClaimed), { onMissing: "largest" }).height > 0);
});

Deno.test("claims() begin with the cohort's name", () => {
  for (const row of tableOf(sweep(grid, asClaimed), { cohort: "rtcga350" })) {
    assert.match(row.stands_on, /^rtcga350, 5 seeds, 360 configurations \(complete\); /);
  }
});

Deno.test("claims() are undecided on a grid whose edges would decide them", () => {
  const rates = (learning_rate: readonly number[]) =>
    cells({ ...POSTER, learning_rate: [...learning_rate], seed: FIVE });
  const calm = (cell: Cell) => 0.1 * (1 - Math.log10(Number(cell.learning_rate)));
  const low = rowsOf(calm, rates([0.001, 0.01]));
  assert.equal(headline(low, 4).verdict, "no verdict");
  assert.match(headline(low, 4).note, /below and above/);
  assert.equal(headline(low, 5).verdict, "undecided");
  assert.match(headline(low, 5).note, /no learning rate of 0\.1 was tried/);
  assert.equal(headline(rowsOf(calm, rates([0.01, 0.1])), 5).verdict, "not reproduced");
});

import assert from "node:assert/strict";
import pl from "nodejs-polars";
import { latentUse } from "../../lib/analysis/latent_use.ts";
import { InputError } from "../../lib/errors.ts";
import { cells, sweep } from "./_sweeps.ts";

const base = sweep(
  cells({ model: ["vae"], latent_size: [4], optimizer: ["adam", "rmsprop", "sgd"], seed: [0, 1] }),
  (_, i) => ([0.2, 0.3, 0.9, 0.8, "diverged", "failed"] as const)[i]!,
);
const units = [3, 4, 0, 1, null, null];
const frame = base.withColumns(
  pl.Series("active_units", units, pl.Int64),
  pl.Series("effective_rank", [2.5, 3.5, 1, 2, null, null], pl.Float64),
);

Deno.test("latentUse() counts by hand: quartiles over runs, collapsed ones, the best configuration over its seeds", () => {
  const latent = pl.DataFrame({
    run: ["run0", "run0", "run1", "run1", "run2", "run2"],
    dimension: [1, 2, 1, 2, 1, 2],
    kl: [3, 1, 4, 4, 0, 0],
  });
  const [row, ...others] = latentUse(frame, latent).toRecords();
  assert.deepEqual(others, []);
  assert.deepEqual([row!.runs, row!.left_out, row!.collapsed], [4, 2, 0.25]);
  assert.deepEqual([row!.active_units_25, row!.active_units, row!.active_units_75], [
    0.75,
    2,
    3.25,
  ]);
  assert.deepEqual([row!.effective_rank, row!.best_active_units, row!.best_effective_rank], [
    2.25,
    3.5,
    3,
  ]);
  // Sums 4, 8 and 0, largest shares 3/4, 1/2 and none.
  assert.deepEqual([row!.kl, row!.largest_kl_share, row!.best_kl], [4, 0.625, 6]);
});

Deno.test("latentUse() without dimensions has no divergences, and refuses results without any measure", () => {
  const [row] = latentUse(frame).toRecords();
  assert.deepEqual([row!.kl, row!.best_kl, row!.best_active_units], [null, null, 3.5]);
  const none = frame.withColumns(pl.Series("active_units", Array(6).fill(null), pl.Int64));
  assert.throws(() => latentUse(none), InputError);
});

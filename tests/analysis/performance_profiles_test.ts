import assert from "node:assert/strict";
import { performanceProfiles } from "../../lib/analysis/performance_profiles.ts";
import { InputError } from "../../lib/errors.ts";
import { assertClose, REFERENCE, referenceSweep } from "./_reference.ts";
import { cells, shuffled, sweep } from "./_sweeps.ts";

const grid = cells({ model: ["iwae", "vae"], latent_size: [2, 5, 9], seed: [0, 1] });
const OUTCOMES = [0.2, 0.3, "diverged", 0.4, 0.5, "failed", 0.1, 0.3, 0.3, 0.6, 0.25, 0.1] as const;
const frame = sweep(grid, (_, i) => OUTCOMES[i]!);

Deno.test("performanceProfiles() count by hand: a diverged run never solves its problem, a failed one is left out", () => {
  // Ratios over problems: iwae 2, 1, ∞, 1, 2; vae 1, 1, 1, 1.5, 1.
  const rows = performanceProfiles(frame, { factors: [1, 1.5, 2, 1e9] }).toRecords();
  assert.deepEqual(rows.map((row) => row.share), [0.4, 0.4, 0.8, 0.8, 0.8, 1, 1, 1]);
  assert.ok(rows.every((row) => row.problems === 5 && row.incomplete === 1));
});

Deno.test("performanceProfiles() do not depend on the order of rows and compare any axis", () => {
  assert.deepEqual(
    performanceProfiles(shuffled(frame, 8)).toRecords(),
    performanceProfiles(frame).toRecords(),
  );
  const rows = performanceProfiles(frame, { compare: "latent_size", factors: [1] }).toRecords();
  assert.deepEqual(rows.map((row) => row.latent_size), [2, 5, 9]);
  assert.throws(() => performanceProfiles(frame, { compare: "optimizer" }), InputError);
});

Deno.test("performanceProfiles() of a whole sweep agree with pandas", () => {
  const rows = performanceProfiles(referenceSweep(), { factors: [1, 1.1, 1.3, 2] }).toRecords();
  for (const model of ["iwae", "vae"]) {
    const shares = rows.filter((row) => row.model === model).map((row) => Number(row.share));
    assertClose(shares, REFERENCE.sweep.profiles[model], 1e-12);
  }
});

import assert from "node:assert/strict";
import { latentHealth } from "../../lib/numbers/latent_health.ts";
import { assertClose, REFERENCE } from "./_reference.ts";

const { means, log_variances: logVariances, activity, active_units, kl, effective_rank } =
  REFERENCE.latent;
const latent = { samples: 12, latentSize: 5, means, logVariances };

Deno.test("latentHealth() agrees with NumPy", () => {
  const health = latentHealth(latent);
  assertClose(health.activity, activity, 1e-10);
  assert.equal(health.activeUnits, active_units);
  assertClose(health.kl, kl, 1e-10);
  assertClose([health.effectiveRank], [effective_rank], 1e-6);
});

Deno.test("latentHealth() of a collapsed posterior: nothing active, no divergence, rank 0", () => {
  const zeros = new Float64Array(6);
  const { activeUnits, kl, effectiveRank } = latentHealth({
    samples: 3,
    latentSize: 2,
    means: zeros,
    logVariances: zeros,
  });
  assert.deepEqual([activeUnits, [...kl], effectiveRank], [0, [0, 0], 0]);
});

Deno.test("latentHealth() of equally spread, uncorrelated dimensions has full rank", () => {
  const means = [1, 1, 1, -1, -1, 1, -1, -1];
  assertClose(
    [
      latentHealth({ samples: 4, latentSize: 2, means, logVariances: Array(8).fill(0) })
        .effectiveRank,
    ],
    [2],
    1e-12,
  );
});

Deno.test("latentHealth() counts units above the threshold only, and refuses what does not fit", () => {
  assert.equal(latentHealth(latent, { threshold: 1e9 }).activeUnits, 0);
  assert.throws(() => latentHealth({ ...latent, samples: 11 }), RangeError);
  assert.throws(
    () => latentHealth({ samples: 2, latentSize: 1, means: [1, NaN], logVariances: [0, 0] }),
    RangeError,
  );
});

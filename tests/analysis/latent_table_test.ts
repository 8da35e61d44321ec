import assert from "node:assert/strict";
import { latentTable } from "../../lib/analysis/latent_table.ts";
import { assertClose, REFERENCE } from "./_reference.ts";

Deno.test("latentTable() sums the reference's dimensions up, one row per run", () => {
  const { means, log_variances: logVariances, kl, active_units, effective_rank } = REFERENCE.latent;
  const latent = { samples: 12, latentSize: 5, means, logVariances };
  const zeros = new Float64Array(4),
    collapsed = { samples: 2, latentSize: 2, means: zeros, logVariances: zeros };
  const [used, unused] = latentTable([{ run: "a", ...latent }, { run: "b", ...collapsed }])
    .toRecords();
  const total = (kl as number[]).reduce((a, b) => a + b);
  assertClose(
    [
      used!.kl,
      used!.active_units,
      used!.active_share,
      used!.effective_rank,
      used!.largest_kl_share,
    ] as number[],
    [total, active_units, active_units / 5, effective_rank, Math.max(...kl) / total],
    1e-6,
  );
  assert.deepEqual([unused!.run, unused!.active_units, unused!.kl, unused!.largest_kl_share], [
    "b",
    0,
    0,
    null,
  ]);
});

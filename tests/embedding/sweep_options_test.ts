import { strict as assert } from "node:assert";
import { sweepOptionsOf } from "../../lib/embedding/_sweep_options_of.ts";
import { projectFolders, projectPath } from "../../lib/project.ts";
import type { ResultFolder } from "../../lib/sweep/open_result_folder.ts";
import { optionValue } from "../../lib/sweep/plan/grid.ts";
import { toManifest } from "../../lib/sweep/_plan_manifest.ts";
import { planSweep } from "../../lib/sweep/plan_sweep.ts";

Deno.test("a sweep of one run has that run's identity, whatever the sweep varied: own models, options, genes and splits", async () => {
  const out = `${Deno.makeTempDirSync()}/none`, folders = projectFolders();
  const plan = await planSweep({
    ...{ ...folders, out, data: "synthetic-120x60", backend: "wasm" },
    model: [projectPath("notebooks/example/deep_vae.ts")],
    axes: {
      ...{ models: ["vae", "deep-vae", "iwae"], learningRates: [0.01], latentSizes: [2] },
      ...{ optimizers: ["sgd", "adam"], seeds: [3, 4], splitSeeds: [0, 3] },
      further: { klWeight: [0.5, 1], genes: [20, 30] },
    },
    fixed: { momentum: 0.5, maxEpochs: 3, hiddenSize: 8, batchSize: 16 },
  });
  const results = { folder: out, manifest: toManifest(plan) } as ResultFolder;
  let tried = 0;
  for (const [i, { run, configuration }] of plan.jobs.entries()) {
    if (i % 5 > 0) continue;
    const { model, learningRate, latentSize, optimizer, seed, splitSeed, genes } = configuration;
    const row = {
      ...{ run, model, learning_rate: learningRate, latent_size: latentSize, optimizer, seed },
      ...{
        split_seed: splitSeed ?? seed,
        genes,
        kl_weight: optionValue(configuration, "klWeight"),
      },
      ...{ status: "converged", threads: 1 },
    };
    const alone = await planSweep({ ...sweepOptionsOf(row, results), ...folders, out });
    assert.deepEqual(alone.jobs.map((job) => job.run), [run], JSON.stringify(row));
    tried++;
  }
  assert.ok(tried > 10 && new Set(plan.jobs.map(({ run }) => run)).size === plan.jobs.length);
});

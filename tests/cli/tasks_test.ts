import { strict as assert } from "node:assert";
import { availableBackend } from "../../lib/tensorflow/available.ts";
import { ROOT, runTask } from "../_task.ts";

Deno.test("data synthetic, sweep, status and report work as tasks, with the permissions that they have", async () => {
  const folder = await Deno.makeTempDir({ dir: `${ROOT}outputs`, prefix: "tasks-test-" });
  try {
    const matrix = `${folder}/cohort.tsv.gz`, out = `${folder}/it's a sweep`;
    const size = ["--samples", "60", "--genes", "40"];
    const written = await runTask("data", "synthetic", ...size, "--out", matrix);
    assert.equal(written.code, 0, written.err);
    const [, phenotype] = written.out.split("\n");
    const grid = "--models vae --learning-rates 1e-3,1e-2 --latent-sizes 2 --optimizers sgd";
    const options = `${grid} --max-epochs 2 --hidden-size 8 --batch-size 16 --backend wasm`;
    const data = ["--data", matrix, "--phenotype", phenotype!, "--out", out];
    const swept = await runTask("sweep", ...data, ...options.split(" "));
    assert.equal(swept.code, 0, swept.err);
    assert.match(swept.out, /2 of 2 runs finished/);
    const status = await runTask("status", out);
    assert.equal(status.code, 0, status.err);
    assert.match(status.out, /2 of 2 runs finished/);
    const report = await runTask("report", out);
    assert.equal(report.code, 0, report.err);
    assert.ok((await Deno.stat(`${out}/report.html`)).size > 1000);
    const listed = await runTask("data");
    assert.match(listed.out, /^tcga-pancan +TCGA Pan-Cancer/m);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test({
  name: "sweep with several runs at once works as a task, with the permissions that it has",
  ignore: (await availableBackend()).backend !== "tensorflow",
  async fn() {
    const out = await Deno.makeTempDir({ dir: `${ROOT}outputs`, prefix: "tasks-test-" });
    try {
      const grid = "--models vae --learning-rates 1e-3,1e-2 --latent-sizes 2 --workers 1";
      const options = `${grid} --max-epochs 2 --hidden-size 8 --batch-size 16 --population 6`;
      const data = ["--data", "synthetic-60x40", "--out", out];
      const planned = await runTask("sweep", ...data, ...options.split(" "), "--dry-run");
      assert.match(planned.out, /^engine .* 1 worker × 1 thread × 6 slots$/m, planned.err);
      assert.match(planned.out, /^estimate .* GiB of memory, /m);
      const swept = await runTask("sweep", ...data, ...options.split(" "));
      assert.equal(swept.code, 0, swept.err);
      assert.match(swept.out, /6 of 6 runs finished/);
      const [header, ...rows] = Deno.readTextFileSync(`${out}/results.csv`).trim().split("\n");
      const column = header!.split(",").indexOf("population");
      assert.deepEqual(rows.map((row) => row.split(",")[column]), Array(6).fill("6"));
    } finally {
      await Deno.remove(out, { recursive: true });
    }
  },
});

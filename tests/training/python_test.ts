import assert from "node:assert/strict";
import { prepareDataset } from "../../lib/data/prepare.ts";
import { syntheticCohort } from "../../lib/data/synthetic.ts";
import { vae } from "../../lib/models/mod.ts";
import { projectPath } from "../../lib/project.ts";
import { openEngine } from "../../lib/training/open_engine.ts";
import { train } from "../../lib/training/train.ts";
import { findPython } from "../_python.ts";
import { temporaryFolder } from "../_temporary.ts";

const python = await findPython("numpy, safetensors", "reading networks in Python");

Deno.test({
  name:
    "TrainedModel.save() writes what docs/trained_models.md reads in Python, with equal latent means",
  ignore: !python,
  async fn() {
    const page = Deno.readTextFileSync(projectPath("docs/trained_models.md"));
    const [, program] = /```python\n(.*?)```/s.exec(page)!;
    const dataset = prepareDataset(syntheticCohort({ samples: 150, genes: 40, cancerTypes: 3 }));
    const engine = await openEngine({ backend: "cpu" });
    const sizes = { latentSize: 3, hiddenSize: 12, batchSize: 16, maxEpochs: 4 };
    const { trained } = await train(vae, dataset, { ...sizes, engine });
    const folder = temporaryFolder(), { means, standardDeviations, test } = dataset;
    trained!.save(`${folder}/vae.safetensors`);
    const expression = Float64Array.from(
      test.values,
      (z, i) => z * standardDeviations[i % 40]! + means[i % 40]!,
    );
    Deno.writeFileSync(`${folder}/expression`, new Uint8Array(expression.buffer));
    const { stdout, stderr } = await new Deno.Command(python!, {
      args: ["-c", program!, `${folder}/vae.safetensors`, `${folder}/expression`],
    }).output();
    assert.equal(new TextDecoder().decode(stderr), "");
    const { latent_means, options } = JSON.parse(new TextDecoder().decode(stdout));
    const found: number[] = latent_means.flat(), { mean } = trained!.encode(test.values);
    assert.equal(found.length, mean.length);
    const largest = Math.max(...found.map((value, i) => Math.abs(value - mean[i]!)));
    console.log(`largest difference ${largest.toExponential(1)}`);
    assert.ok(largest < 1e-5, `${largest}`);
    assert.ok(Math.max(...found.map(Math.abs)) > 0.1, "the means are all nought");
    assert.equal(options.latentSize, 3);
    assert.equal(options.modelOptions.klWeight, 1);
  },
});

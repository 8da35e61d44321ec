import { strict as assert } from "node:assert";
import { prepareOnce } from "../../lib/data/prepare_once.ts";
import { projectFolders } from "../../lib/project.ts";
import { loadTensorFlow } from "../../lib/tensorflow/load.ts";
import { TrainedModel } from "../../lib/training/trained_model.ts";
import { findPython } from "../_python.ts";
import { runTask } from "../_task.ts";
import { SmallSweep } from "./_small_sweep.ts";

const python = await findPython(
  "torch, safetensors, numpy",
  "loading exported networks in PyTorch (`pip install torch`)",
);

/** Reads numbers, calls what the page defines, and writes what comes out. */
const DRIVER = `
import numpy
x = torch.from_numpy(numpy.fromfile("expression").reshape(-1, len(genes)))
z = encode(x)
print(json.dumps({"latent": z.flatten().tolist(), "estimate": decode(z).flatten().tolist()}))
`;

for (const normalization of ["batch", "none"]) {
  Deno.test(`deno task models lists kept networks and exports one that its page's PyTorch reads, normalization ${normalization}`, async (t) => {
    using sweep = await SmallSweep.run("--save-models", "--normalization", normalization);
    const { folder, matrix, phenotype, out } = sweep;
    const listed = await runTask("models", out);
    assert.equal(listed.code, 0, listed.err);
    assert.match(listed.out, /^run +settings +validation MSE +test MSE +kB$/m);
    assert.match(listed.out, /^[0-9a-f]{16} +iwae latent 3 adam 0.01 +[\d.]+ +[\d.]+ +\d+$/m);
    assert.match(listed.out, /^2 networks in /m);
    const file = `${folder}/mine.safetensors`;
    const exported = await runTask("models", out, "--export", file, "--best", "vae");
    assert.equal(exported.code, 0, exported.err);
    assert.ok(exported.out.endsWith(`${file}\n${folder}/mine.md\n`), exported.out);
    const page = Deno.readTextFileSync(`${folder}/mine.md`);
    assert.match(page, /^\| latent size \| 3 \|$/m);
    const [, program] = /```python\n(.*?)```/s.exec(page)!;
    for (const [name, there] of [["mine", "mine.safetensors"], ["other", "other.md"]]) {
      Deno.writeTextFileSync(`${folder}/other.md`, "notes\n");
      const path = `${folder}/${name}.safetensors`;
      const refused = await runTask("models", out, "--export", path);
      assert.equal(refused.code, 2, refused.out);
      assert.match(refused.err, new RegExp(`^--export: .*${there}.* is there already; .*\\n$`));
      assert.equal(Deno.readTextFileSync(`${folder}/other.md`), "notes\n");
    }
    const under = await runTask("models", out, "--export", `${matrix}/x.safetensors`);
    assert.equal(under.code, 2, under.err);
    assert.match(
      under.err,
      /^--export: .*cohort\.tsv is, or is in, a file; choose another folder\n$/,
    );
    const loading = program!.split("\n\ndef decode")[0]!.split("\n").filter((line) => line.trim());
    assert.ok(loading.length <= 15, `${loading.length} lines`);
    await t.step({
      name: "the latent means and reconstructions are equal to 1e-5",
      ignore: !python,
      async fn() {
        const { dataset } = await prepareOnce(matrix, {
          ...projectFolders(),
          phenotype,
          genes: 40,
          seed: 0,
        });
        const { means, standardDeviations, test } = dataset;
        const expression = Float64Array.from(
          test.values,
          (z, i) => z * standardDeviations[i % 40]! + means[i % 40]!,
        );
        expression[3] = NaN;
        const z = test.values.slice();
        z[3] = 0;
        Deno.writeFileSync(`${folder}/expression`, new Uint8Array(expression.buffer));
        const { stdout, stderr, success } = await new Deno.Command(python!, {
          args: ["-c", `${program}${DRIVER}`],
          cwd: folder,
        }).output();
        assert.ok(success, new TextDecoder().decode(stderr));
        const found = JSON.parse(new TextDecoder().decode(stdout));
        await loadTensorFlow({ backend: "wasm" });
        const trained = TrainedModel.load(file), { mean } = trained.encode(z);
        const far = (a: ArrayLike<number>, b: ArrayLike<number>) =>
          Math.max(...Array.from(a, (value, i) => Math.abs(value - b[i]!)));
        const estimates = trained.decode(mean).map((z, i) =>
          z * standardDeviations[i % 40]! + means[i % 40]!
        );
        const [latent, estimate] = [far(mean, found.latent), far(estimates, found.estimate)];
        console.log(`largest differences ${latent.toExponential(1)}, ${estimate.toExponential(1)}`);
        assert.equal(found.latent.length, mean.length);
        assert.ok(latent < 1e-5 && estimate < 1e-4, `${latent}, ${estimate}`);
        assert.ok(Math.max(...mean.map(Math.abs)) > 0.1, "the means are all nought");
      },
    });
  });
}

Deno.test("deno task models says that a folder holds no networks, and what to do", async () => {
  const { code, out, err } = await runTask("models", "outputs/reference");
  assert.equal(code, 0);
  assert.equal(out, "");
  assert.match(err, /holds no networks: a sweep keeps them with --save-models/);
  const wrong = await runTask("models", "outputs/reference", "--export", "x.txt");
  assert.equal(wrong.code, 2);
  assert.match(wrong.err, /takes a file that ends with \.safetensors/);
});

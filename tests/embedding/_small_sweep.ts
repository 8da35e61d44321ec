import { ROOT, runTask } from "../_task.ts";
import { strict as assert } from "node:assert";

/** A small finished sweep on a file, in a folder of outputs/ that is removed in the end. */
export class SmallSweep implements Disposable {
  readonly matrix: string;
  readonly phenotype: string;
  readonly out: string;

  private constructor(readonly folder: string) {
    this.matrix = `${folder}/cohort.tsv`;
    this.phenotype = `${folder}/cohort.phenotype.tsv`;
    this.out = `${folder}/sweep`;
  }

  /** Without networks: they have to be trained once more. */
  static async run(...options: string[]): Promise<SmallSweep> {
    const sweep = new SmallSweep(Deno.makeTempDirSync({ dir: `${ROOT}outputs`, prefix: "embed-" }));
    const { matrix, phenotype, out } = sweep;
    const size = ["--samples", "160", "--genes", "60", "--out", matrix];
    assert.equal((await runTask("data", "synthetic", ...size)).code, 0);
    const grid =
      "--models vae,iwae --learning-rates 1e-2 --latent-sizes 3 --optimizers adam --genes 40";
    const sizes = "--max-epochs 6 --hidden-size 12 --batch-size 16 --backend wasm";
    const data = ["--data", matrix, "--phenotype", phenotype, "--out", out];
    const swept = await runTask("sweep", ...data, ...`${grid} ${sizes}`.split(" "), ...options);
    assert.equal(swept.code, 0, swept.err);
    return sweep;
  }

  [Symbol.dispose](): void {
    Deno.removeSync(this.folder, { recursive: true });
  }
}

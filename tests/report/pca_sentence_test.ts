import { strict as assert } from "node:assert";
import pl from "nodejs-polars";
import type { BestConfiguration } from "../../lib/analysis/mod.ts";
import { pcaSentence } from "../../lib/report/_pca_sentence.ts";

const best = (model: string, latent_size: number, test_mse: number | null, genes?: number) =>
  ({
    model,
    latent_size,
    test_mse,
    further: genes ? { genes } : {},
  }) as unknown as BestConfiguration;

const frame = (rows: readonly (readonly [number, number, number?])[]) =>
  pl.DataFrame(
    rows.map(([components, test_mse, genes]) => ({ components, test_mse, ...genes && { genes } })),
  );

Deno.test("pcaSentence() tells what as many components reach, the lowest, and which beat every model", () => {
  // Two splits: 30 components 0.26 and 0.3, mean 0.28; 10: 0.4; 200: 0.16. The models' bests: 0.297 and 0.314.
  const baselines = frame([[0, 1], [10, 0.4], [30, 0.26], [30, 0.3], [200, 0.16]]);
  assert.equal(
    pcaSentence(baselines, [best("vae", 30, 0.297), best("iwae", 30, 0.314), best("x", 9, null)]),
    "Principal components on the same splits, test MSE: 0.280 with 30 (as many as the best of VAE, IWAE has), 0.160 with 200 " +
      "(the lowest on test samples). Below the best of every model (0.297 to 0.314): those of 30, 200 components.",
  );
  assert.match(pcaSentence(baselines, [best("vae", 10, 0.1)]), /every model \(0\.100\): none\.$/);
});

Deno.test("pcaSentence() compares within each number of genes, and says nothing without baselines", () => {
  const baselines = frame([[5, 0.5, 100], [5, 0.2, 2000]]);
  assert.equal(
    pcaSentence(baselines, [best("vae", 5, 0.4, 100), best("vae", 5, 0.3, 2000)]),
    "100 genes: principal components on the same splits, test MSE: 0.500 with 5 (as many as the best of VAE has; the lowest on " +
      "test samples). Below the best of every model (0.400): none. 2,000 genes: principal components on the same " +
      "splits, test MSE: 0.200 with 5 (as many as the best of VAE has; the lowest on test samples). Below the best of " +
      "every model (0.300): those of 5 components.",
  );
  assert.equal(pcaSentence(null, [best("vae", 5, 0.4)]), "");
});

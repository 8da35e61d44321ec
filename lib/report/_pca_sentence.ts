import type pl from "nodejs-polars";
import type { BestConfiguration } from "../analysis/summary.ts";
import { formatSignificant } from "../format/format_significant.ts";
import { mean } from "../numbers/mean.ts";
import { labelOf } from "../plots/labels.ts";

/** A model's best that has an error. */
type Best = BestConfiguration & { readonly test_mse: number };

interface Components {
  readonly components: number;
  readonly mse: number;
}

/** "0.280 with 30 (as many as the best of VAE, IWAE has)". */
function written({ components, mse }: Components, bests: readonly Best[], lowest: number): string {
  const own = bests.filter(({ latent_size }) => latent_size === components);
  const said = [
    ...own.length > 0
      ? [`as many as the best of ${own.map(({ model }) => labelOf(model)).join(", ")} has`]
      : [],
    ...components === lowest ? ["the lowest on test samples"] : [],
  ];
  return `${formatSignificant(mse)} with ${components} (${said.join("; ")})`;
}

function ofGenes(pca: readonly Components[], bests: readonly Best[]): string {
  const lowest = pca.reduce((a, b) => b.mse < a.mse ? b : a);
  const shown = pca.filter((one) =>
    one === lowest || bests.some(({ latent_size }) => latent_size === one.components)
  );
  const errors = bests.map(({ test_mse }) => test_mse), best = Math.min(...errors);
  const below = pca.filter(({ mse }) => mse < best).map(({ components }) => components);
  const range = [...new Set([best, Math.max(...errors)].map((error) => formatSignificant(error)))];
  return `principal components on the same splits, test MSE: ${
    shown.map((one) => written(one, bests, lowest.components)).join(", ")
  }. Below the best of every model (${range.join(" to ")}): ${
    below.length > 0 ? `those of ${below.join(", ")} components.` : "none."
  }`;
}

/**
 * What principal components reach beside the models' bests, means over the same splits: as many as each best has latent
 * dimensions, and those with the lowest error; empty where there is nothing to compare.
 *
 * @param baselines Columns components (0 for the mean predictor), test_mse and, where it varies, genes.
 */
export function pcaSentence(
  baselines: pl.DataFrame | null,
  bests: readonly BestConfiguration[],
): string {
  const rows = (baselines?.toRecords() ?? []).filter(({ components }) => Number(components) > 0);
  const genes = Map.groupBy(rows, (row) => Number(row.genes ?? 0));
  const said = [...genes].flatMap(([count, own]) => {
    const rivals = bests.filter((best): best is Best =>
      best.test_mse !== null && Number(best.further.genes ?? 0) === count
    );
    const pca = [...Map.groupBy(own, ({ components }) => Number(components))]
      .map(([components, rows]) => ({
        components,
        mse: mean(rows.map(({ test_mse }) => Number(test_mse))),
      }))
      .sort((a, b) => a.components - b.components);
    if (rivals.length === 0) return [];
    const text = ofGenes(pca, rivals);
    return genes.size > 1
      ? [`${count.toLocaleString("en")} genes: ${text}`]
      : [text.charAt(0).toUpperCase() + text.slice(1)];
  });
  return said.join(" ");
}

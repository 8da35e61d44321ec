import type { TopLevelSpec } from "vega-lite";
import type { DimensionGenes } from "../embedding/latent_genes.ts";
import { plural } from "../format/plural.ts";
import { names, quantitative, short, tooltip } from "./_channels.ts";
import { figure, required } from "./_figure.ts";
import type { CaptionOptions } from "./figure_options.ts";

/**
 * The genes behind a latent dimension: a bar for what the decoder changes along it, coloured by how strongly the gene goes
 * with it in the data. Where bar and colour disagree, the decoder follows other genes.
 *
 * @param genes What `latentGenes` found.
 * @throws {InputError} If there is no gene.
 *
 * @example
 * ```ts
 * import { latentGeneBars } from "./latent_gene_bars.ts";
 * const spec = latentGeneBars({ dimension: 0, genes: [{ gene: "TP53", weight: -0.5, correlation: -0.8 }] });
 * if (!JSON.stringify(spec).includes("TP53")) throw new Error("a gene is missing");
 * ```
 */
export function latentGeneBars(
  { dimension, genes }: DimensionGenes,
  { title = `Genes behind latent dimension ${dimension + 1}`, subtitle }: CaptionOptions = {},
): TopLevelSpec {
  const all = genes.map(({ gene, weight, correlation }) => ({
    gene,
    weight: short(weight),
    correlation: short(correlation),
  }));
  const values = required(all, "the genes of a latent dimension");
  const note = `${
    plural(values.length, "gene")
  } that the decoder changes most; colour: correlation with the dimension`;
  return figure({ title, subtitle: subtitle ?? note }, {
    data: { values },
    width: 380,
    height: { step: 18 },
    mark: { type: "bar", height: 12 },
    encoding: {
      y: names("gene", values.map(({ gene }) => gene)),
      x: quantitative("weight", {
        title: "Change of the reconstruction over one standard deviation (training SD)",
        axis: { tickCount: 6 },
      }),
      color: quantitative("correlation", {
        scale: { domain: [-1, 1], scheme: "redblue", reverse: false },
        legend: { title: "Correlation" },
      }),
      tooltip: tooltip({
        "Gene": "gene",
        "Weight": ["weight", ".3f"],
        "Correlation": ["correlation", ".3f"],
      }),
    },
  });
}

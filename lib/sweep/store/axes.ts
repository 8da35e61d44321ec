import { MODELS } from "../../models/mod.ts";
import { SETTINGS, snakeCase, type Value } from "../plan/settings.ts";
import type { Manifest } from "./manifest.ts";

/** An axis of a sweep: what it is called, and where its values stand in the results. */
export interface SweepAxis {
  /** The results' column, such as "kl_weight". */
  readonly column: string;
  /** The option, such as "klWeight". */
  readonly name: string;
  /** For people, such as "KL weight". */
  readonly label: string;
  /**
   * "model"; "studied": learning rate, latent size and optimizer; "further": an option that this sweep varies beside them;
   * "seed": repetitions, the only axis that is averaged over unasked.
   */
  readonly role: "model" | "studied" | "further" | "seed";
  /** In the order in which the sweep was asked for them. */
  readonly levels: readonly Value[];
  /** The models that have this option, where others of the sweep do not: those have null in its column. */
  readonly models?: readonly string[];
}

/** Words of options that are not written as other words are. */
const WORDS: Readonly<Record<string, string>> = { kl: "KL", mmd: "MMD" };

/**
 * How an option is written within a sentence, from its name alone.
 *
 * @param name In camelCase, or as a result column has it.
 *
 * @example
 * ```ts
 * import { optionWords } from "./axes.ts";
 * const words = ["klWeight", "batch_size"].map(optionWords).join();
 * if (words !== "KL weight,batch size") throw new Error(words);
 * ```
 */
export function optionWords(name: string): string {
  return snakeCase(name).split("_").map((word) => Object.hasOwn(WORDS, word) ? WORDS[word]! : word)
    .join(" ");
}

/**
 * How an option is written as a title, from its name alone.
 *
 * @param name In camelCase, or as a result column has it.
 *
 * @example
 * ```ts
 * import { optionLabel } from "./axes.ts";
 * const labels = ["klWeight", "batch_size", "sharpness"].map(optionLabel).join();
 * if (labels !== "KL weight,Batch size,Sharpness") throw new Error(labels);
 * ```
 */
export function optionLabel(name: string): string {
  const words = optionWords(name);
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/**
 * Every axis of a sweep, with one level or several: the model, the studied ones, the further ones, then the seed.
 *
 * @param manifest What sweep.json says, or the axes of a plan.
 *
 * @example An option that only one of the models has
 * ```ts
 * import { sweepAxes } from "./axes.ts";
 * const axes = sweepAxes({
 *   axes: {
 *     models: ["vae", "iwae"], learningRates: [0.1], latentSizes: [10], optimizers: ["adam"], seeds: [0],
 *     further: { klWeight: [0.5, 1], batchSize: [32, 64] },
 *   },
 * });
 * const [weight, batch] = axes.filter(({ role }) => role === "further");
 * if (weight!.column !== "kl_weight" || weight!.models!.join() !== "vae") throw new Error("only VAE has it");
 * if (batch!.label !== "Batch size" || batch!.models) throw new Error("every model has it");
 * ```
 */
export function sweepAxes({ axes }: Pick<Manifest, "axes">): readonly SweepAxis[] {
  const axis = (name: string, role: SweepAxis["role"], levels: readonly Value[]): SweepAxis => {
    const models = role === "further" ? modelsWith(name, axes.models) : axes.models;
    const nested = models.length < axes.models.length;
    const column = snakeCase(name), label = optionLabel(name);
    return { column, name, label, role, levels, ...(nested ? { models } : {}) };
  };
  return [
    axis("model", "model", axes.models),
    axis("optimizer", "studied", axes.optimizers),
    axis("learningRate", "studied", axes.learningRates),
    axis("latentSize", "studied", axes.latentSizes),
    ...Object.entries(axes.further ?? {}).map(([name, levels]) => axis(name, "further", levels)),
    axis("seed", "seed", axes.seeds),
  ];
}

function modelsWith(name: string, models: readonly string[]): readonly string[] {
  if (Object.hasOwn(SETTINGS, name)) return models;
  return models.filter((model) => Object.hasOwn(MODELS[model]?.options ?? {}, name));
}

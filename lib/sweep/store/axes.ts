import {
  isDataAxis,
  isRunOption,
  optimizerHas,
  optionLabel,
  snakeCase,
  type Value,
} from "../../options/mod.ts";
import { type Manifest, modelTable } from "./manifest.ts";

/** An axis of a sweep: what it is called, and where its values stand in the results. */
export interface SweepAxis {
  /** The results' column, such as "kl_weight". */
  readonly column: string;
  /** The option, such as "klWeight". */
  readonly name: string;
  /** Its label, such as "KL weight". */
  readonly label: string;
  /**
   * "model"; "studied": learning rate, latent size and optimizer; "further": an option that this sweep varies
   * besides them; "seed": repetitions, seeds and split seeds, the only axes that are averaged over by default.
   */
  readonly role: "model" | "studied" | "further" | "seed";
  /** In the order in which the sweep was asked for them. */
  readonly levels: readonly Value[];
  /** The models that have this option, where others of the sweep do not: those have null in its column. */
  readonly models?: readonly string[];
  /** The optimizers that have this option, where others of the sweep do not: those have null in its column too. */
  readonly optimizers?: readonly string[];
}

/**
 * Every axis of a sweep, with one level or several: the model, the studied ones, the further ones, then the seed, and
 * the split's seed where a sweep varies it apart.
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
export function sweepAxes(
  { axes, models }: Pick<Manifest, "axes" | "models">,
): readonly SweepAxis[] {
  const modelsWith = (name: string) =>
    isRunOption(name) || isDataAxis(name)
      ? axes.models
      : axes.models.filter((model) =>
        Object.hasOwn(modelTable({ models })[model]?.options ?? {}, name)
      );
  const axis = (name: string, role: SweepAxis["role"], levels: readonly Value[]): SweepAxis => {
    const models = role === "further" ? modelsWith(name) : axes.models;
    const optimizers = axes.optimizers.filter((one) => optimizerHas(one, name));
    const column = snakeCase(name), label = optionLabel(name);
    return {
      ...{ column, name, label, role, levels },
      ...(models.length < axes.models.length ? { models } : {}),
      ...(optimizers.length < axes.optimizers.length ? { optimizers } : {}),
    };
  };
  return [
    axis("model", "model", axes.models),
    axis("optimizer", "studied", axes.optimizers),
    axis("learningRate", "studied", axes.learningRates),
    axis("latentSize", "studied", axes.latentSizes),
    ...Object.entries(axes.further ?? {}).map(([name, levels]) => axis(name, "further", levels)),
    axis("seed", "seed", axes.seeds),
    ...axes.splitSeeds ? [axis("splitSeed", "seed", axes.splitSeeds)] : [],
  ];
}

import { defaultsOf, type Model } from "../models/model.ts";
import { type OptionRows, RUN_OPTIONS, STUDY_OPTIONS } from "../options/mod.ts";
import type { Job } from "./engine.ts";

/**
 * A training of a model, with the study's defaults where nothing is said.
 *
 * @param said Options by name; others than a job's are left out.
 *
 * @example
 * ```ts
 * import { vae } from "../models/mod.ts";
 * import { toJob } from "./job.ts";
 * const { latentSize, batchSize } = toJob(vae, { latentSize: 10 });
 * if (latentSize !== 10 || batchSize !== 64) throw new Error("unexpected job");
 * ```
 */
export function toJob(model: Model, said: Partial<Omit<Job, "model">> = {}): Job {
  const values = (rows: OptionRows) =>
    Object.fromEntries(
      Object.entries(rows).map(([name, row]) => {
        const value = said[name as keyof typeof said];
        return [name, value === undefined ? row.default : value];
      }),
    );
  const { model: _, ...studied } = STUDY_OPTIONS, { initialWeights, noise } = said;
  return {
    model,
    modelOptions: { ...defaultsOf(model), ...said.modelOptions },
    ...values(studied),
    ...values(RUN_OPTIONS),
    ...initialWeights && { initialWeights },
    ...noise && { noise },
  } as Job;
}

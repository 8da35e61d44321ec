/**
 * How sensitive is a generative model to its hyper-parameters? Prepare a cohort, train a model or a whole grid of
 * them, and analyse what came out. Figures are in `./plots`, what shows values in a notebook in `./notebook`.
 *
 * @example One model, trained and measured on samples that it has not seen
 * ```ts
 * import { openEngine, prepareDataset, syntheticCohort, train, vae } from "./mod.ts";
 * const cohort = syntheticCohort({ samples: 60, genes: 40 });
 * const dataset = prepareDataset(cohort, { genes: 20 });
 * const engine = await openEngine({ engine: "eager", backend: "cpu" });
 * const { testMse } = await train(vae, dataset, {
 *   ...{ engine, latentSize: 2, hiddenSize: 8, batchSize: 16, learningRate: 0.01, maxEpochs: 2 },
 * });
 * if (!(testMse! > 0)) throw new Error("no error on the test samples");
 * ```
 *
 * @module
 */

export * from "./lib/analysis/mod.ts";
export * from "./lib/data/mod.ts";
export * from "./lib/embedding/mod.ts";
export { InputError, StorageError } from "./lib/errors.ts";
export * from "./lib/models/mod.ts";
export * from "./lib/sweep/mod.ts";
export * from "./lib/training/mod.ts";

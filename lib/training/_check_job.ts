import type { Dataset } from "../data/dataset.ts";
import { InputError } from "../errors.ts";
import { domainProblem, type OptionDomain } from "../models/option.ts";
import type { Job } from "./engine.ts";
import {
  epochsProblem,
  type OptionRow,
  RUN_OPTIONS,
  type RunOption,
  STUDY_OPTIONS,
} from "../options/mod.ts";
import { jobSpecs, sizeOf } from "./_parameters.ts";

/** Fails when a job cannot be trained on a dataset: every engine asks before it begins. */
export function checkJob(job: Job, dataset: Dataset): void {
  checkJobOptions(job);
  checkRows(job, dataset);
  checkInitialWeights(job, dataset);
}

/** Fails when an option of a job has a value that it does not take. */
export function checkJobOptions(job: Job): void {
  const { model: _, ...studied } = STUDY_OPTIONS;
  for (const [name, row] of Object.entries<OptionRow>({ ...studied, ...RUN_OPTIONS })) {
    const value = job[name as keyof Job];
    if (value !== null || row.default !== null) checkValue(name, value, row);
  }
  checkModelOptions(job);
  checkOptimizer(job);
  checkEpochs(job);
}

/** An option that the optimizer does not have would be ignored. */
function checkOptimizer(job: Job): void {
  const { optimizer } = job;
  for (const [name, { optimizers, default: usual }] of Object.entries<RunOption>(RUN_OPTIONS)) {
    const value = job[name as keyof Job];
    if (!optimizers || optimizers.includes(optimizer) || value === usual) continue;
    throw new InputError(
      `Cannot train with ${optimizer} and ${name} = ${value}: ${
        optimizers.join(" and ")
      } alone has this option`,
    );
  }
}

/** The reported epoch is one after the warm-up, and a least number of epochs beyond the cap would say nothing. */
function checkEpochs(job: Job): void {
  const problem = epochsProblem(job);
  if (!problem) return;
  const { name, given, last, why } = problem;
  throw new InputError(
    `Cannot train with ${name} = ${given}: the run ends after ${last} epochs, so ${why}; choose a smaller ` +
      `${name} or more epochs`,
  );
}

function checkModelOptions({ model, modelOptions }: Job): void {
  for (const [name, value] of Object.entries(modelOptions)) {
    const option = Object.hasOwn(model.options, name) ? model.options[name]! : undefined;
    if (!option) {
      const known = Object.keys(model.options).join(", ") || "none";
      throw new InputError(
        `Cannot train ${model.name} with ${name} = ${value}: its options are ${known}`,
      );
    }
    checkValue(name, value, option);
  }
}

function checkRows({ batchSize }: Job, dataset: Dataset): void {
  const { name, train, validation, test } = dataset;
  if (batchSize > train.rows) {
    throw new InputError(
      `Cannot train with batches of ${batchSize}: the training split of ${name} has ` +
        `${train.rows} rows; choose a smaller batch size`,
    );
  }
  for (const [split, { rows }] of Object.entries({ validation, test })) {
    if (rows < 1) {
      throw new InputError(`Cannot train on ${name}: its ${split} split has no rows; enlarge it`);
    }
  }
}

function checkInitialWeights(job: Job, dataset: Dataset): void {
  const specs = jobSpecs(job, dataset);
  for (const [name, values] of Object.entries(job.initialWeights ?? {})) {
    const spec = specs[name], size = spec ? sizeOf(spec.shape) : 0;
    if (!spec || values.length !== size) {
      const takes = spec ? `takes ${size}` : "does not exist";
      throw new InputError(
        `Cannot start from ${values.length} values for ${name}: the parameter ${takes}`,
      );
    }
  }
}

function checkValue(name: string, value: unknown, domain: OptionDomain): void {
  const problem = domainProblem(value, domain);
  if (problem) throw new InputError(`Cannot train with ${name} = ${value}: it takes ${problem}`);
}

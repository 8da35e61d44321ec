import { InputError } from "../../errors.ts";
import { MODELS } from "../../models/mod.ts";
import { domainProblem, type OptionDomain } from "../../models/option.ts";
import { OPTIMIZER_NAMES } from "../../optimizers/mod.ts";

/** A setting's value: options of models, the network and the training alike. */
export type Value = number | string;

/** A setting of the network or the training: its default and what it may be. */
export interface Setting extends OptionDomain {
  readonly default: Value | null;
  readonly description: string;
}

const count = { integer: true, minimum: 1 } as const;

/**
 * What a run can be told beside the four axes of the study and the options of its model, by name.
 *
 * @example
 * ```ts
 * import { SETTINGS } from "./settings.ts";
 * if (SETTINGS.batchSize!.default !== 64) throw new Error("unexpected default");
 * ```
 */
export const SETTINGS: Readonly<Record<string, Setting>> = {
  hiddenSize: { ...count, default: 512, description: "units of each hidden layer" },
  batchSize: { integer: true, minimum: 2, default: 64, description: "samples of a step" },
  normalization: {
    choices: ["batch", "none"],
    default: "batch",
    description: "batch normalization of hidden layers, or none",
  },
  maxEpochs: { ...count, default: 100, description: "cap on epochs" },
  patience: { ...count, default: 3, description: "epochs without improvement before stopping" },
  minDelta: {
    minimum: 0,
    default: 1e-4,
    description: "improvement that counts, as a share of the best loss",
  },
  fixedEpochs: {
    ...count,
    default: null,
    description: "exactly this many epochs, no early stopping: for benchmarks",
  },
};

/** Domains of the study's own axes. */
const AXIS_DOMAINS: Readonly<Record<string, OptionDomain>> = {
  learningRate: { above: 0 },
  latentSize: count,
  seed: { integer: true, minimum: 0 },
  optimizer: { choices: OPTIMIZER_NAMES },
};

/**
 * `batchSize` → `batch-size`, as the command line spells it.
 *
 * @example
 * ```ts
 * import { kebabCase } from "./settings.ts";
 * if (kebabCase("klWeight") !== "kl-weight") throw new Error("unexpected spelling");
 * ```
 */
export function kebabCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

/**
 * `batchSize` → `batch_size`, as result columns spell it.
 *
 * @example
 * ```ts
 * import { snakeCase } from "./settings.ts";
 * if (snakeCase("klWeight") !== "kl_weight") throw new Error("unexpected spelling");
 * ```
 */
export function snakeCase(name: string): string {
  return kebabCase(name).replaceAll("-", "_");
}

/**
 * `batch-size` or `batch_size` → `batchSize`.
 *
 * @example
 * ```ts
 * import { camelCase } from "./settings.ts";
 * if (camelCase("kl-weight") !== "klWeight") throw new Error("unexpected spelling");
 * ```
 */
export function camelCase(name: string): string {
  return name.replace(/[-_]([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

/** The domains under which a name is known: a setting, an axis, or an option of one or more models. */
function domainsOf(name: string): readonly OptionDomain[] {
  for (const known of [SETTINGS, AXIS_DOMAINS]) {
    if (Object.hasOwn(known, name)) return [known[name]!];
  }
  return Object.values(MODELS).flatMap(({ options }) =>
    Object.hasOwn(options, name) ? [options[name]!] : []
  );
}

/**
 * Checks a value as a person typed it, or as a configuration file gives it.
 *
 * @param name The setting in camelCase.
 * @param value A number, or text such as `1e-3` or `none`.
 * @param option How the user wrote the option, for the message.
 * @returns The number or text that it means.
 * @throws {InputError} If the name is unknown or the value outside its domain.
 *
 * @example `1e-3` and `0.001` are one value
 * ```ts
 * import { checkValue } from "./settings.ts";
 * if (checkValue("learningRate", "1e-3") !== checkValue("learningRate", "0.001")) throw new Error();
 * ```
 */
export function checkValue(name: string, value: Value, option = `--${kebabCase(name)}`): Value {
  const domains = domainsOf(name);
  if (typeof value !== "number" && typeof value !== "string") {
    throw new InputError(`${option}: got ${JSON.stringify(value)}, takes one number or word`);
  }
  if (!domains.length) {
    throw new InputError(
      `${option}: there is no such option; known are ${knownNames().join(", ")}`,
    );
  }
  const problem = domains.map((domain) => domainProblem(typed(value, domain), domain))
    .find((found) => found);
  if (problem) throw new InputError(`${option}: got "${value}", takes ${problem}`);
  return domains[0]!.choices ? String(value) : Number(value);
}

/** Every name that may be an axis, as the command line spells it. */
function knownNames(): string[] {
  const options = Object.values(MODELS).flatMap((model) => Object.keys(model.options));
  return [...new Set([...Object.keys(SETTINGS), ...options])].map(kebabCase);
}

/** A value as its domain takes it. */
function typed(value: Value, { choices }: OptionDomain): Value {
  return choices || typeof value === "number" ? value : decimalNumber(value);
}

/**
 * A person's text as the decimal number it means, such as `12`, `0.5` or `1e-3`.
 *
 * @returns NaN for all other texts: blank, `0x10`, `1_000`, `Infinity`.
 *
 * @example
 * ```ts
 * import { decimalNumber } from "./settings.ts";
 * if (decimalNumber("1e-3") !== 0.001 || !Number.isNaN(decimalNumber("0x10"))) throw new Error("number");
 * ```
 */
export function decimalNumber(text: string): number {
  return /^\s*[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?\s*$/i.test(text) ? Number(text) : NaN;
}

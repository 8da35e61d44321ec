import { formatLearningRate } from "../format/learning_rate.ts";
import { OPTIMIZERS } from "../optimizers/mod.ts";
import { decimalNumber, optionWords } from "../options/spelling.ts";
import { OUTCOMES } from "./outcomes.ts";

/** How names in results are written in figures. */
const LABELS: Readonly<Record<string, string>> = {
  "vae": "VAE",
  "iwae": "IWAE",
  "info-vae": "Info-VAE",
  "logcosh-vae": "LogCosh-VAE",
  ...Object.fromEntries(Object.entries(OPTIMIZERS).map(([name, { label }]) => [name, label])),
  "converged": OUTCOMES.converged,
  "max_epochs": OUTCOMES.max_epochs,
  "stalled": OUTCOMES.stalled,
  "diverged": OUTCOMES.diverged,
  "failed": OUTCOMES.failed,
  "learning_rate": "Learning rate",
  "latent_size": "Latent size",
  "optimizer": "Optimizer",
  "model": "Model",
  "seed": "Seed",
  "test_mse": "Test MSE",
  "test_r2": "Test R²",
  "test_reconstruction": "Test reconstruction loss",
  "epochs": "Epochs",
};

/**
 * How a model, optimizer, status or column is written in a figure; a name this project does not know, unchanged.
 *
 * @example
 * ```ts
 * import { labelOf } from "./labels.ts";
 * if (labelOf("info-vae") !== "Info-VAE" || labelOf("my-model") !== "my-model") throw new Error();
 * ```
 */
export function labelOf(name: string): string {
  return Object.hasOwn(LABELS, name) ? LABELS[name]! : name;
}

/** How a column that is an axis is written in a figure: any option has a label. */
export function axisLabel(column: string): string {
  const words = axisWords(column);
  return Object.hasOwn(LABELS, column)
    ? LABELS[column]!
    : words.charAt(0).toUpperCase() + words.slice(1);
}

/** How an axis is written within a sentence; a model's options may stand in brackets after it, as `nestAxes` has them. */
export function axisWords(column: string): string {
  return column.replaceAll(/\w+/g, optionWords);
}

/** How a level of an axis is written in a figure: a number in one way, whoever read it, a name by its label. */
export function levelLabel(level: unknown): string {
  const [, name, options] = String(level).match(/^(\S+) \((\w+ [^()]+)\)$/) ?? [];
  if (options) return `${labelOf(name!)} (${levelsLabel(options)})`;
  const number = typeof level === "string" ? decimalNumber(level) : level;
  return Number.isFinite(number) ? formatLearningRate(number as number) : labelOf(String(level));
}

/** How the levels of a configuration, as "optimizer adam, learning_rate 0.0001", are written within a sentence. */
export function levelsLabel(text: string): string {
  return text.split(", ").map((pair) => {
    const [axis, ...level] = pair.split(" ");
    return `${axisWords(axis!)} ${levelLabel(level.join(" "))}`;
  }).join(", ");
}

/** Names, each once, in the order in which figures show them: the known ones first, the others as they came. */
export function inOrder(names: Iterable<string>): string[] {
  const known = Object.keys(LABELS);
  const rank = (name: string) => {
    const own = name.split(" (")[0]!; // a model with its own options, as `nestAxes` writes it
    return Object.hasOwn(LABELS, own) ? known.indexOf(own) : known.length;
  };
  return [...new Set(names)].sort((a, b) => rank(a) - rank(b));
}

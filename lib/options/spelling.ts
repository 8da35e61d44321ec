import { formatLearningRate } from "../format/learning_rate.ts";

/** `batchSize` → `batch-size`, as the command line spells it. */
export function kebabCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

/** `batchSize` → `batch_size`, as result columns spell it. */
export function snakeCase(name: string): string {
  return kebabCase(name).replaceAll("-", "_");
}

/** `batch-size` or `batch_size` → `batchSize`. */
export function camelCase(name: string): string {
  return name.replace(/[-_]([a-z])/g, (_, letter: string) => letter.toUpperCase());
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
 * import { optionWords } from "./spelling.ts";
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
 */
export function optionLabel(name: string): string {
  const words = optionWords(name);
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/**
 * A user's text as the decimal number it means, such as `12`, `0.5` or `1e-3`.
 *
 * @returns NaN for all other texts: blank, `0x10`, `1_000`, `Infinity`.
 */
export function decimalNumber(text: string): number {
  return /^\s*[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?\s*$/i.test(text) ? Number(text) : NaN;
}

/**
 * A level of an axis as help and documentation write it: 0.1, but 1e-5.
 *
 * @example
 * ```ts
 * import { levelText } from "./spelling.ts";
 * if ([0.1, 0.00001, "adam"].map(levelText).join() !== "0.1,1e-5,adam") throw new Error("unexpected text");
 * ```
 */
export function levelText(level: number | string): string {
  return typeof level === "number" ? formatLearningRate(level) : level;
}

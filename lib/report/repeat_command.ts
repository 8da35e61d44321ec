import { shellWord } from "../format/shell_word.ts";
import type { Manifest } from "../sweep/store/manifest.ts";
import { kebabCase, type Value } from "../options/mod.ts";

/** Options that decide what the data are, each with one word of a command line, whatever is quoted in it. */
const DATA =
  /--(?:data|phenotype-column|phenotype|orientation|scale|duplicate-genes)(?:=|\s+)(?:'[^']*'|\\.|[^\s'\\])+/g;

/** Where the sweep's own command says its data came from, and how they were read. */
function dataOptions({ command, data }: Manifest): string[] {
  const said = command.match(DATA) ?? [];
  const named = said.some((option) => /^--data[=\s]/.test(option));
  return named ? said : ["--data", shellWord(data.name), ...said];
}

/**
 * The command that trains one run again, into a folder of its own.
 *
 * @param row A row of the results.
 * @param manifest The sweep's.
 * @returns A line for a POSIX shell.
 *
 * @example
 * ```ts
 * import { repeatCommand } from "./repeat_command.ts";
 * const row = { run: "ab", model: "vae", learning_rate: 0.1, latent_size: 9, optimizer: "adam", seed: 0 };
 * const manifest = {
 *   command: "deno task sweep --data my.tsv", axes: {}, fixed: { maxEpochs: 50 }, data: { name: "my", genes: 99 },
 *   engine: "graph", backend: "tensorflow",
 * };
 * const command = repeatCommand(row, manifest as never);
 * if (!command.includes("--data my.tsv") || !command.includes("--max-epochs 50")) throw new Error(command);
 * ```
 */
export function repeatCommand(
  row: Readonly<Record<string, unknown>>,
  manifest: Manifest,
): string {
  const { axes, fixed, data, engine, backend } = manifest;
  const snake = (name: string) => kebabCase(name).replaceAll("-", "_");
  const further = Object.keys(axes.further ?? {})
    .map((name) => [kebabCase(name), row[snake(name)]] as const);
  const kept = Object.entries(fixed as Record<string, Value | null>)
    .filter(([name, value]) => value !== null && !(name in (axes.further ?? {})))
    .map(([name, value]) => [kebabCase(name), value] as const);
  const option = ([name, value]: readonly [string, unknown]) => `--${name} ${shellWord(value)}`;
  return [
    "deno task sweep",
    ...dataOptions(manifest),
    ...[
      ["genes", data.genes],
      ["models", row.model],
      ["learning-rates", row.learning_rate],
      ["latent-sizes", row.latent_size],
      ["optimizers", row.optimizer],
      ["seeds", row.seed],
      ...further.filter(([, value]) => value !== null && value !== undefined),
      ...kept,
      ["engine", engine],
      ["backend", backend],
      ["out", `outputs/repeat-${row.run}`],
    ].map((pair) => option(pair as [string, unknown])),
  ].join(" ");
}

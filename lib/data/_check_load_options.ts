import { InputError } from "../errors.ts";
import { isCancerType } from "./phenotype/labels.ts";
import { READING_CHOICES as VALUES } from "./reading_choices.ts";

/** How a file is to be read, as the user asks for it. */
interface GivenOptions {
  readonly phenotype?: string;
  readonly phenotypeColumn?: string;
  readonly groupColumn?: string;
  readonly labels?: readonly string[];
  readonly orientation?: string;
  readonly scale?: string;
  readonly sampleTypes?: string;
  readonly duplicateGenes?: string;
  readonly layer?: string;
  readonly geneColumn?: string;
}

/**
 * Refuses unknown values, and for the built-in cohort options that only files have.
 *
 * @throws {InputError} With the option's flag, what it got and what it takes.
 */
export function checkLoadOptions(name: string, synthetic: boolean, options: GivenOptions): void {
  const given = options.phenotype ?? options.phenotypeColumn ?? options.groupColumn;
  if (synthetic && given !== undefined) {
    throw new InputError(
      `Cannot use the phenotype table ${given} with ${name}: that cohort ` +
        "has its own cancer types; leave the table out",
    );
  }
  const label = options.labels?.find((name) => !isCancerType(name));
  if (synthetic && label !== undefined) {
    throw new InputError(
      `--labels: got "${label}", but ${name} has cancer types alone; leave it out`,
    );
  }
  for (const [option, flag] of [["layer", "--layer"], ["geneColumn", "--gene-column"]] as const) {
    if (!synthetic || options[option] === undefined) continue;
    throw new InputError(
      `${flag}: got "${options[option]}", but ${name} is not a file; leave it out`,
    );
  }
  for (const [option, values] of Object.entries(VALUES)) {
    const given = options[option as keyof typeof VALUES];
    const flag = `--${option.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
    if (given !== undefined && !(values as readonly string[]).includes(given)) {
      throw new InputError(`${flag}: got "${given}", takes ${values.join(", ")}`);
    }
    if (synthetic && option !== "duplicateGenes" && given !== undefined && given !== values[0]) {
      throw new InputError(
        `${flag}: got "${given}", but ${name} is not a file; ${
          option === "sampleTypes" ? "its samples are all tumours" : "it is log2(count + 1) already"
        }`,
      );
    }
  }
}

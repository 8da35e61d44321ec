import { InputError } from "../../errors.ts";
import {
  checkOptions,
  DATA_AXES,
  DATA_OPTIONS,
  EXECUTION_OPTIONS,
  GRID_LISTS,
  kebabCase,
  MODEL_OPTIONS,
  type Said,
} from "../../options/mod.ts";
import type { Axes, Fixed } from "./grid.ts";
import type { SlurmSettings } from "./slurm_settings.ts";

/** What says how the data are got and how a sweep is computed; docs/options.md has them all with their defaults. */
export const SWEEP_OPTIONS = { ...DATA_OPTIONS, ...MODEL_OPTIONS, ...EXECUTION_OPTIONS } as const;

/** What to sweep, on which data, and how; everything has a default. */
export interface SweepOptions extends Said<typeof SWEEP_OPTIONS> {
  /** What varies; axes that are left out are the poster's. @default POSTER_GRID */
  readonly axes?: Partial<Axes>;
  /** Options that hold for all runs, by their names in camelCase. @default {} */
  readonly fixed?: Fixed;
  /** How Slurm is used. @default {} */
  readonly slurm?: SlurmSettings;
  /** Folder for parsed and prepared data. @default ".cache/data" */
  readonly cache?: string;
  /** Folder in which a cohort of the catalogue is looked for. @default "data" */
  readonly dataFolder?: string;
  /** Folder that holds result folders: where this sweep's is made unless `out` names one. @default "outputs" */
  readonly outputs?: string;
  /** For provenance in sweep.json. @default "" */
  readonly command?: string;
}

/** What an object of options holds besides those of the table. */
const OTHERS: readonly string[] = [
  "axes",
  "fixed",
  "slurm",
  "cache",
  "dataFolder",
  "outputs",
  "command",
];

const AXES: readonly string[] = [...GRID_LISTS, "further"];

/**
 * Checks a caller's options of a sweep at run time, as types may have been bypassed.
 *
 * @returns The same, with numbers for texts that mean one.
 * @throws {InputError} If there is no such option or axis, or one does not take its value.
 */
export function checkSweepOptions(options: SweepOptions): SweepOptions {
  for (const name of ["axes", "fixed", "slurm"] as const) requireObject(name, options[name]);
  requireObject("axes.further", options.axes?.further);
  const own = Object.entries(options).filter(([name]) => !OTHERS.includes(name));
  const misplaced = own.find(([name]) => AXES.includes(name));
  if (misplaced) {
    const [name] = misplaced;
    throw new InputError(`Cannot sweep with ${name}: it is an axis; pass axes: { ${name}: … }`);
  }
  const unknown = Object.keys(options.axes ?? {}).find((name) => !AXES.includes(name));
  if (unknown !== undefined) {
    throw new InputError(
      `Cannot sweep over ${unknown}: axes are ${
        AXES.join(", ")
      }; pass further: { ${unknown}: … } ` +
        `for an option, as --axis ${kebabCase(unknown)}=… does`,
    );
  }
  const said = checkOptions(Object.fromEntries(own), SWEEP_OPTIONS);
  const twice = Object.keys(DATA_AXES).find((name) =>
    name in said && options.axes?.further?.[name]
  );
  if (twice !== undefined) {
    throw new InputError(`--axis ${twice}: --${twice} is given too; leave one of them out`);
  }
  const others = Object.fromEntries(OTHERS.flatMap((name) => {
    const value = options[name as keyof SweepOptions];
    return value === undefined ? [] : [[name, value]];
  }));
  return { ...said, ...others };
}

function requireObject(name: string, value: unknown): void {
  if (value === undefined || typeof value === "object" && value !== null && !Array.isArray(value)) {
    return;
  }
  throw new InputError(`Cannot sweep with ${name} = ${JSON.stringify(value)}: it takes an object`);
}

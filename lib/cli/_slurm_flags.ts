import { InputError } from "../errors.ts";

/** Options of sbatch by their long names; true for one without a value. */
type SbatchOptions = Readonly<Record<string, string | true>>;

/** What a sweep sets itself, or what would prevent it from finding its jobs. */
const RESERVED = new Set(
  "array clusters help parsable quiet test-only usage version wait wrap".split(" "),
);

/** A command line's arguments, those for Slurm apart. */
export interface SlurmFlags {
  readonly rest: readonly string[];
  readonly sbatch: SbatchOptions;
  /** Whether the folder's jobs are to be cancelled. */
  readonly cancel: boolean;
}

/**
 * Extracts `--slurm-NAME VALUE`, `--slurm-NAME=VALUE` and `--slurm-NAME` from a command line.
 *
 * @throws {InputError} If an option is set by the sweep itself.
 */
export function takeSlurmFlags(args: readonly string[]): SlurmFlags {
  const rest: string[] = [], sbatch: Record<string, string | true> = {};
  for (let i = 0; i < args.length; i++) {
    const [, name, value] = /^--slurm-([^=]+)(?:=(.*))?$/s.exec(args[i]!) ?? [];
    if (name === undefined) rest.push(args[i]!);
    else if (value !== undefined) sbatch[name] = value;
    else if (name === "cancel" || (args[i + 1] ?? "-").startsWith("-")) sbatch[name] = true;
    else sbatch[name] = args[++i]!;
  }
  const { cancel, ...others } = sbatch;
  return { rest, sbatch: checkSbatchOptions(others), cancel: cancel !== undefined };
}

/**
 * Checks options of sbatch that a user gave, on the command line or in a file.
 *
 * @throws {InputError} If one is set by the sweep itself, or a job's name has characters that lists do not.
 */
export function checkSbatchOptions(options: SbatchOptions): SbatchOptions {
  for (const [name, value] of Object.entries(options)) {
    if (RESERVED.has(name)) {
      throw new InputError(`--slurm-${name}: a sweep sets this itself; leave it out`);
    }
    if (name === "job-name" && !/^[\w.-]+$/.test(String(value))) {
      throw new InputError(
        `--slurm-job-name: got "${value}", takes letters, digits, dots, dashes and underscores`,
      );
    }
  }
  return options;
}

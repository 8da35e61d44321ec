import { InputError } from "../../errors.ts";
import { inheritedEnvironment } from "../../tensorflow/inherited_environment.ts";

/** The Slurm programs in use; all of them are documented and need no accounting. */
export type SlurmProgram = "sbatch" | "squeue" | "scontrol" | "scancel";

/** A Slurm program's output and standard error, or why it gave none of use. */
export type SlurmAnswer =
  | { readonly ok: true; readonly text: string; readonly errors: string }
  /** `unsure`: it was ended before it answered, so what it was to do may have been done. */
  | { readonly ok: false; readonly problem: string; readonly unsure: boolean };

/**
 * Runs a program of Slurm, but no longer than it may take: with a busy or absent controller it can hang.
 *
 * @param seconds After these it is killed.
 * @throws {InputError} If the program is not there or may not be run.
 */
export async function slurmCommand(
  program: SlurmProgram,
  args: readonly string[],
  seconds: number,
): Promise<SlurmAnswer> {
  const child = spawn(program, args), late = Promise.withResolvers<undefined>();
  const timer = setTimeout(() => late.resolve(undefined), seconds * 1000);
  const output = await Promise.race([child.output(), late.promise]);
  clearTimeout(timer);
  if (!output) {
    try {
      child.kill("SIGKILL");
    } catch (error) {
      if (!(error instanceof TypeError)) throw error; // it has ended, and what it started holds its pipes open
    }
    child.unref(); // what it started may hold its pipes open for long
    return { ok: false, problem: `${program} gave no answer in ${seconds} s`, unsure: true };
  }
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes).trim();
  if (output.success) return { ok: true, text: text(output.stdout), errors: text(output.stderr) };
  const said = text(output.stderr).replace(/\s*\n\s*/g, "; ") || "nothing";
  const problem = `${program} ended with ${output.signal ?? output.code} and said: ${said}`;
  return { ok: false, problem, unsure: output.signal !== null };
}

function spawn(program: SlurmProgram, args: readonly string[]): Deno.ChildProcess {
  try {
    return new Deno.Command(program, {
      args: [...args],
      clearEnv: true,
      env: slurmEnvironment(),
      stdin: "null",
      stdout: "piped",
      stderr: "piped",
    }).spawn();
  } catch (error) {
    if (error instanceof Deno.errors.NotFound || error instanceof Deno.errors.NotCapable) {
      throw new InputError(
        `--executor slurm: ${program} cannot be run here (${error.message}); ` +
          "call this on a machine of the cluster, or use --executor local",
      );
    }
    throw error;
  }
}

/**
 * This process's environment without what would change the answers: a user's filters of squeue, sbatch
 * waiting for the job's end, and the numbers of a job that this process itself may be part of.
 */
function slurmEnvironment(): Record<string, string> {
  const left = Object.entries(inheritedEnvironment()).filter(([name]) =>
    !/^(SQUEUE_|SBATCH_WAIT$|SBATCH_ARRAY|SLURM_ARRAY_|SLURM_RESTART_COUNT$)/.test(name)
  );
  return Object.fromEntries(left);
}

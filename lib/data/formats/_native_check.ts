import { InputError } from "../../errors.ts";
import type { ReadOptions } from "../table.ts";

/** Seconds without output after which a file counts as damaged: a sound one gives some of its numbers sooner. */
const SILENCE_LIMIT = 30;

/** What is to be read, and how patiently. */
export interface NativeCheckOptions extends Pick<ReadOptions, "layer" | "geneColumn"> {
  /** Whether the file is read as a matrix, or as a table of samples. @default {"matrix"} */
  readonly as?: "matrix" | "phenotype";
  /** Seconds without a sign of life after which a file counts as damaged. @default {30} */
  readonly limit?: number;
}

/**
 * Lets a separate process read a file first: the libraries for Parquet and HDF5 may crash on a damaged file, or
 * hang. Left out where this process may not start another one.
 *
 * @throws {InputError} If the file is not sound, or an option asks for what it does not hold.
 */
export async function checkNatively(
  path: string,
  { limit = SILENCE_LIMIT, ...options }: NativeCheckOptions = {},
): Promise<void> {
  const command = Deno.execPath();
  const program = new URL("./_native_check_process.ts", import.meta.url).href;
  if ((await Deno.permissions.query({ name: "run", command })).state !== "granted") return;
  const child = new Deno.Command(command, {
    args: [
      ...["run", "--quiet", "--no-prompt", "--allow-read", "--allow-ffi", "--allow-env"],
      ...["--allow-sys", program, path, JSON.stringify(options)],
    ],
    ...{ stdin: "null", stdout: "piped", stderr: "null" },
  }).spawn();
  let timer: ReturnType<typeof setTimeout> | undefined, isStuck = false, text = "";
  const wait = () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      isStuck = true;
      child.kill("SIGKILL");
    }, limit * 1000);
  };
  wait();
  for await (const part of child.stdout.pipeThrough(new TextDecoderStream())) {
    text += part;
    wait();
  }
  await child.status;
  clearTimeout(timer);
  const said = parse(text.trim().split("\n").at(-1));
  if (said?.sound) return;
  if (said?.problem !== undefined) throw new InputError(said.problem);
  const how = isStuck ? `gives nothing for ${limit} s` : "ends the program that reads it";
  throw new InputError(`Cannot read ${path}: it is damaged and ${how}; get the file again`);
}

/** The last message; undefined where the process ended in the middle of it. */
function parse(line: string | undefined): { sound?: boolean; problem?: string } | undefined {
  try {
    return JSON.parse(line ?? "");
  } catch {
    return undefined;
  }
}

import { InputError } from "../../errors.ts";
import { defaultMaxMemory, gigabytes } from "../memory.ts";
import type { ReadOptions } from "../table.ts";

/** Seconds without output after which a file counts as damaged: a sound one gives some of its numbers sooner. */
const SILENCE_LIMIT = 30;

/** Bytes that the program and the libraries take before they read anything. */
const PROGRAM = 5e8;

/** What the process says in a line. */
interface Said {
  readonly sound?: boolean;
  readonly problem?: string;
  readonly memory?: number;
}

/** What is to be read, and how patiently. */
export interface NativeCheckOptions
  extends Pick<ReadOptions, "layer" | "geneColumn" | "maxMemory" | "streams"> {
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
  { limit = SILENCE_LIMIT, maxMemory = defaultMaxMemory(), ...options }: NativeCheckOptions = {},
): Promise<void> {
  const command = Deno.execPath();
  const program = new URL("./_native_check_process.ts", import.meta.url).href;
  if ((await Deno.permissions.query({ name: "run", command })).state !== "granted") return;
  const child = new Deno.Command(command, {
    args: [
      ...["run", "--quiet", "--no-prompt", "--allow-read", "--allow-ffi", "--allow-env"],
      ...["--allow-sys", program, path, JSON.stringify({ ...options, maxMemory })],
    ],
    ...{ stdin: "null", stdout: "piped", stderr: "null" },
  }).spawn();
  let timer: ReturnType<typeof setTimeout> | undefined, isStuck = false, isTooLarge = false;
  let last: Said | undefined;
  const wait = () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      isStuck = true;
      child.kill("SIGKILL");
    }, limit * 1000);
  };
  wait();
  let rest = "";
  for await (const part of child.stdout.pipeThrough(new TextDecoderStream())) {
    const lines = `${rest}${part}`.split("\n");
    rest = lines.pop()!;
    for (const line of lines) take(parse(line));
  }
  function take(said: Said | undefined) {
    if (said?.memory === undefined) {
      last = said;
      wait();
    } else if (said.memory > maxMemory * 1e9 + PROGRAM && !isTooLarge) {
      isTooLarge = true;
      child.kill("SIGKILL");
    }
  }
  await child.status;
  clearTimeout(timer);
  if (rest !== "") last = undefined; // it ended in the middle of its message
  if (isTooLarge) {
    throw new InputError(
      `Cannot read ${path}: what is in it takes more than --max-memory (${
        gigabytes(maxMemory * 1e9)
      }); is the file damaged? Else give a larger --max-memory on a machine that has it`,
    );
  }
  if (last?.sound) return;
  if (last?.problem !== undefined) throw new InputError(last.problem);
  const how = isStuck ? `gives nothing for ${limit} s` : "ends the program that reads it";
  throw new InputError(`Cannot read ${path}: it is damaged and ${how}; get the file again`);
}

/** A message; undefined where it is none. */
function parse(line: string): Said | undefined {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

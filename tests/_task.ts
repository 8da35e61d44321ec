import { fileURLToPath } from "node:url";

/** The project's folder. */
export const ROOT = fileURLToPath(new URL("../", import.meta.url));

/** What the tests read of deno.json. */
export interface Configuration {
  readonly tasks: Readonly<
    Record<string, { readonly command: string; readonly dependencies?: readonly string[] }>
  >;
  readonly permissions: Readonly<Record<string, Readonly<Record<string, true | string[]>>>>;
  readonly name: string;
  readonly version: string;
  readonly exports: Readonly<Record<string, string>>;
}

/** deno.json as it stands. */
export const CONFIGURATION: Configuration = JSON.parse(
  Deno.readTextFileSync(`${ROOT}deno.json`),
);

/** What a command ended with. */
export interface Ended {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs a task of deno.json with the permissions that it has, but not what it depends on: tests set nothing up. */
export function runTask(name: string, ...args: string[]): Promise<Ended> {
  return runTaskIn({}, name, ...args);
}

/** As {@linkcode runTask}, with further variables in the environment. */
export function runTaskIn(
  environment: Readonly<Record<string, string>>,
  name: string,
  ...args: string[]
): Promise<Ended> {
  return ended(taskProcess(ROOT, name, args, environment));
}

/** As {@linkcode runTask}, called in another folder. */
export function runTaskFrom(folder: string, name: string, ...args: string[]): Promise<Ended> {
  return ended(taskProcess(folder, name, args));
}

/** A task as a user calls it in a folder, which it finds in the environment. */
export function taskProcess(
  folder: string,
  name: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Deno.ChildProcess {
  const { command } = CONFIGURATION.tasks[name]!;
  const quoted = args.map((arg) => `'${arg.replaceAll("'", `'"'"'`)}'`);
  // Where the tests are a task themselves, they have the folder of that.
  const { INIT_CWD: _, ...inherited } = Deno.env.toObject();
  return new Deno.Command(Deno.execPath(), {
    args: ["task", "--quiet", "--cwd", ROOT, "--eval", [command, ...quoted].join(" ")],
    cwd: folder,
    clearEnv: true,
    env: { ...inherited, NO_COLOR: "1", ...environment },
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
}

async function ended(process: Deno.ChildProcess): Promise<Ended> {
  const { code, stdout, stderr } = await process.output();
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  return { code, out: text(stdout), err: text(stderr) };
}

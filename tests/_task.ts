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
export async function runTaskIn(
  environment: Readonly<Record<string, string>>,
  name: string,
  ...args: string[]
): Promise<Ended> {
  const { command } = CONFIGURATION.tasks[name]!;
  const quoted = args.map((arg) => `'${arg.replaceAll("'", `'"'"'`)}'`);
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["task", "--quiet", "--eval", [command, ...quoted].join(" ")],
    cwd: ROOT,
    env: { NO_COLOR: "1", ...environment },
    stdin: "null",
  }).output();
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  return { code, out: text(stdout), err: text(stderr) };
}

/**
 * Runs `data inspect` on one list of arguments after another, with the permissions of that task, and prints how each ended.
 *
 * @module
 */
import { data } from "../../lib/cli/data.ts";
import { exitCode } from "../../lib/cli/_main.ts";

/** How one call ended, and how much memory this process had at most until then. */
export interface Inspected {
  readonly code: number;
  readonly said: string;
  readonly seconds: number;
}

if (import.meta.main) {
  const say = console.log;
  for (const args of JSON.parse(Deno.args[0]!) as string[][]) {
    const said: string[] = [], start = performance.now();
    console.error = console.log = (text: string) => {
      if (!/^(Reading: |Looking at )/.test(text)) said.push(text); // how far it is, on a slow machine
    };
    let code = 1;
    try {
      code = await exitCode(() => data(["inspect", ...args]));
    } catch (error) {
      said.push(String((error as Error).stack));
    }
    const seconds = (performance.now() - start) / 1000;
    say(JSON.stringify({ code, said: said.join("\n"), seconds } satisfies Inspected));
  }
}

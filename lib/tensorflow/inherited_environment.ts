import { givenEnvironment } from "./own_environment.ts";

/**
 * This process's environment for one that it starts. A process that may run only some programs may not pass on
 * variables of the dynamic linker, which clusters set; Deno refuses to start anything otherwise.
 */
export function inheritedEnvironment(): Record<string, string> {
  const environment = givenEnvironment();
  if (Deno.permissions.querySync({ name: "run" }).state === "granted") return environment;
  return Object.fromEntries(
    Object.entries(environment).filter(([name]) => !/^(LD|DYLD)_/.test(name)),
  );
}

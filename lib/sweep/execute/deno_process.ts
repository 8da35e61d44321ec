/** A permission flag for some paths; for all where one has a comma, which such a list cannot hold. */
export function allowing(permission: "write" | "run", paths: readonly string[]): string {
  const scoped = !paths.some((path) => path.includes(","));
  return `--allow-${permission}${scoped ? `=${paths.join(",")}` : ""}`;
}

/**
 * This process's environment for one that it starts. A process that may run only some programs may not pass on
 * variables of the dynamic linker, which clusters set; Deno refuses to start anything otherwise.
 */
export function inheritedEnvironment(): Record<string, string> {
  const environment = Deno.env.toObject();
  if (Deno.permissions.querySync({ name: "run" }).state === "granted") return environment;
  return Object.fromEntries(
    Object.entries(environment).filter(([name]) => !/^(LD|DYLD)_/.test(name)),
  );
}

/** The project's folder, where deno.json and node_modules are. */
export function projectRoot(): URL {
  return new URL("../../../", import.meta.url);
}

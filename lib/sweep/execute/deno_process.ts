/** A permission flag for some paths; for all where one has a comma, which such a list cannot hold. */
export function allowing(permission: "write" | "run", paths: readonly string[]): string {
  const scoped = !paths.some((path) => path.includes(","));
  return `--allow-${permission}${scoped ? `=${paths.join(",")}` : ""}`;
}

/** The project's folder, where deno.json and node_modules are. */
export function projectRoot(): URL {
  return new URL("../../../", import.meta.url);
}

/** What Deno says of an import that is not there, or would have to be downloaded. */
const NOT_THERE =
  /lockfile is out of date|Requires import access|package manifest for|Import '.*' failed|npm package|not found in (cache|registry)/i;

/**
 * Why a user's module cannot be run, as the end of a message of one line. Nothing is downloaded for one: what it imports
 * has to be there.
 */
export function importProblem(error: unknown): string {
  const [line = ""] = String(error instanceof Error ? error.message : error).split("\n");
  return NOT_THERE.test(line)
    ? "it imports what is not in this project, and nothing is downloaded for it; import files beside it, or packages " +
      "that deno.json names"
    : `it cannot be run: ${line}`;
}

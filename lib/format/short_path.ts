import { relative } from "node:path";

/** A path as short as it works from the current folder: relative to it where it lies in it, else as it is. */
export function shortPath(path: string): string {
  const short = relative(Deno.cwd(), path);
  return short === "" || /^\.\.(?![^/\\])/.test(short) ? path : short;
}

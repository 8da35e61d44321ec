import util from "node:util";

/** tfjs-node 4.22 calls `util.isNullOrUndefined`, which Deno and Node 23 no longer have. */
export function shimNodeUtil(): void {
  const target = util as { isNullOrUndefined?: (value: unknown) => boolean };
  target.isNullOrUndefined ??= (value) => value === null || value === undefined;
}

import { unlessMissing } from "../files.ts";
import type { ResultFolder } from "../sweep/open_result_folder.ts";
import type { ResultRow } from "./choose_run.ts";
import { networkPath } from "./network_of.ts";

/** A network that a result folder holds. */
export interface KeptNetwork {
  /** Its run. */
  readonly row: ResultRow;
  readonly path: string;
  readonly bytes: number;
}

/** The networks that a result folder holds, the lowest validation error first. */
export function keptNetworks({ folder, results }: ResultFolder): KeptNetwork[] {
  const error = ({ row }: KeptNetwork) => Number(row.validation_mse ?? row.test_mse ?? Infinity);
  return (results.toRecords() as ResultRow[]).flatMap((row) => {
    const path = networkPath(folder, row.run);
    const bytes = unlessMissing(() => Deno.statSync(path).size, null);
    return bytes === null ? [] : [{ row, path, bytes }];
  }).sort((a, b) => error(a) - error(b));
}

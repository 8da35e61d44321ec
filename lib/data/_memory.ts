import { totalmem } from "node:os";
import { InputError } from "../errors.ts";

/** Refuses a table that is said to have more numbers than this machine's memory takes. */
export function requireMemory(path: string, rows: number, columns: number): void {
  const bytes = 4 * rows * columns;
  if (bytes <= totalmem()) return;
  const gigabytes = (size: number) => `${(size / 1e9).toFixed(size < 1e13 ? 1 : 0)} GB`;
  throw new InputError(
    `Cannot read ${path}: ${rows} × ${columns} numbers take ${
      gigabytes(bytes)
    }, this machine has ` +
      `${gigabytes(totalmem())}; give fewer samples or genes`,
  );
}

import { totalmem } from "node:os";
import { InputError } from "../errors.ts";

/** Refuses a table that has more numbers than fit into this machine's memory; `cannot` begins the message. */
export function requireMemory(cannot: string, rows: number, columns: number): void {
  const bytes = 4 * rows * columns;
  if (bytes <= totalmem()) return;
  const gigabytes = (size: number) => `${(size / 1e9).toFixed(size < 1e13 ? 1 : 0)} GB`;
  throw new InputError(
    `${cannot}: ${rows} × ${columns} numbers take ${gigabytes(bytes)}, this machine has ` +
      `${gigabytes(totalmem())}; give fewer samples or genes`,
  );
}

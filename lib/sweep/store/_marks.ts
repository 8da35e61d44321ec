import { hash } from "node:crypto";
import { keyValues, withKeyValues } from "./_parquet_footer.ts";

/** Keys of what a table's file says of its content: a hash, of which runs it is, and the hash of the CSV file beside it. */
const CONTENT = "vae-sensitivity.sha256";
const RUNS = "vae-sensitivity.runs", CSV = "vae-sensitivity.csv-sha256";

/** A pair that Polars writes; files of earlier versions have it, or none. */
const OF_POLARS = "ARROW:schema";

/** In place of the hash while it is computed. */
const NOTHING = "0".repeat(64);

/** What a table's file says of its content besides the hash. */
export interface Marks {
  /** Of which runs it is, as `runsMark` says it. */
  readonly runs?: string;
  /** Hash of the same table as CSV. */
  readonly csv?: string;
}

/**
 * Marks a Parquet file with a hash of all its bytes, in which the hash itself counts as zeros.
 *
 * @param file Its bytes are overwritten.
 * @returns The file, in the same memory where it fits.
 */
export function withMarks(file: Uint8Array, { runs, csv }: Marks): Uint8Array {
  const marked = withKeyValues(file, {
    [CONTENT]: NOTHING,
    ...runs === undefined ? {} : { [RUNS]: runs },
    ...csv === undefined ? {} : { [CSV]: csv },
  });
  const { at } = keyValues(marked).get(CONTENT)!;
  marked.set(new TextEncoder().encode(sha256(marked)), at);
  return marked;
}

/**
 * What a table's file says of its content.
 *
 * @returns Null for a file of an earlier version, which says nothing.
 * @throws {RangeError} If it is damaged where that stands.
 */
export function marksOf(file: Uint8Array): Marks | null {
  const pairs = keyValues(file);
  if (!pairs.has(CONTENT) && [...pairs.keys()].every((key) => key === OF_POLARS)) return null;
  return { runs: pairs.get(RUNS)?.value, csv: pairs.get(CSV)?.value };
}

/**
 * Whether a marked file is, byte for byte, what was written.
 *
 * @throws {RangeError} If it is damaged where the hash stands.
 */
export function isIntact(file: Uint8Array): boolean {
  const own = keyValues(file).get(CONTENT);
  if (own?.value.length !== NOTHING.length) return false;
  const stored = file.slice(own.at, own.at + NOTHING.length);
  file.fill(NOTHING.charCodeAt(0), own.at, own.at + NOTHING.length);
  const found = sha256(file);
  file.set(stored, own.at);
  return found === own.value;
}

/** A SHA-256 in hexadecimal digits. */
export function sha256(content: Uint8Array | string): string {
  return hash("sha256", content);
}

/**
 * What a table says of the runs that it is of: how many have a result, and a hash of which.
 *
 * @param records In any order; failed ones do not count, as another attempt may give them a result.
 */
export function runsMark(
  records: Iterable<{ readonly run: string; readonly status: string }>,
): string {
  const runs = Array.from(records).filter(({ status }) => status !== "failed").map(({ run }) =>
    run
  );
  return `${runs.length} ${sha256(runs.sort().join("\n")).slice(0, 16)}`;
}

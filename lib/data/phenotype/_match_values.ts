import { InputError } from "../../errors.ts";
import { isUnknownType } from "./phenotype_columns.ts";
import type { PhenotypeTable } from "./phenotype_table.ts";
import type { PhenotypeIds } from "./phenotype_ids.ts";
import { PATIENT_WAYS, type Way } from "./_sample_keys.ts";

/** What a column says about a sample. */
export interface SampleValue {
  /** Null where rows that fit equally well say different things. */
  readonly text: string | null;
  readonly way: Way;
  readonly rows: readonly number[];
}

/** Whether a value may be taken from what is known about the patient. */
export interface SampleValueOptions {
  /** @default {true} */
  readonly ofPatient?: boolean;
}

/**
 * What a column says about a sample: the one text of the rows that are found the surest way and say anything.
 *
 * @param texts The column, one text per row.
 * @returns Undefined where no row says anything.
 * @throws {InputError} If rows of the sample's very id say different things.
 */
export function sampleValue(
  table: PhenotypeTable,
  { index }: PhenotypeIds,
  texts: readonly string[],
  sample: string,
  { ofPatient = true }: SampleValueOptions = {},
): SampleValue | undefined {
  for (const { way, rows } of index.find(sample)) {
    if (!ofPatient && PATIENT_WAYS.has(way)) continue;
    const telling = rows.filter((row) => !isUnknownType(texts[row]!));
    if (telling.length === 0) continue;
    const first = telling[0]!, other = telling.find((row) => texts[row] !== texts[first]);
    if (other === undefined) return { text: texts[first]!, way, rows };
    if (way === "matched-samples" && ofPatient) throw conflict(table, sample, texts, first, other);
    return { text: null, way, rows };
  }
}

/** The message about two rows of one id that say different things. */
export function conflict(
  { path, place }: PhenotypeTable,
  id: string,
  texts: readonly string[],
  first: number,
  other: number,
): InputError {
  return new InputError(
    `Cannot read ${path}, ${place(other)}: the sample ${id} is "${texts[other]}" here and ` +
      `"${texts[first]}" in ${place(first)}; correct one of them`,
  );
}

import { UNKNOWN_CANCER_TYPE } from "../cohort.ts";
import { sampleValue } from "./_match_values.ts";
import { NoticeCounter } from "../notice_counter.ts";
import type { Notice } from "../notices.ts";
import type { PhenotypeIds } from "./phenotype_ids.ts";
import type { PhenotypeTable } from "./phenotype_table.ts";

/** Ways by which a sample's id is not the table's: the notice shows both. */
const CHANGED: ReadonlySet<string> = new Set([
  ...[
    "matched-by-cell",
    "matched-by-r-name",
    "matched-by-case",
    "matched-by-file-name",
    "matched-by-subject",
  ],
]);

/** The cancer types of samples, and what was counted. */
export interface MatchedSamples {
  /** One per sample, {@linkcode UNKNOWN_CANCER_TYPE} where none is named. */
  readonly cancerTypes: string[];
  readonly report: Notice[];
}

/**
 * The cancer type of each sample: by its id, else by TCGA sample barcode, by its cell's barcode, by its name as R writes it, without regard to
 * case or without what programs append to a file's name; else by its patient.
 *
 * Barcodes come in 12 characters (patient), 15 (with sample type), 16 (with vial) and 28, with dots for hyphens
 * where R wrote them; a patient's disease is that of each of its samples. Where rows of different types fit
 * equally well, the type is unknown: nothing is guessed.
 *
 * @param samples Sample ids of a matrix.
 * @param ids What identifies the table's rows.
 * @param types The table's column of cancer types.
 * @throws {InputError} If rows of one sample's very id name different types.
 */
export function matchSamples(
  samples: readonly string[],
  table: PhenotypeTable,
  { ids, types }: { readonly ids: PhenotypeIds; readonly types: readonly string[] },
): MatchedSamples {
  const notices = new NoticeCounter(), used = new Set<number>();
  const cancerTypes = samples.map((sample) => {
    const value = sampleValue(table, ids, types, sample);
    value?.rows.forEach((row) => used.add(row));
    if (value && value.text !== null) {
      const id = ids.index.ids[value.rows[0]!];
      notices.add(value.way, CHANGED.has(value.way) ? `${sample} is ${id}` : undefined);
      return value.text;
    }
    const { value: found } = value ? { value } : ids.index.find(sample).next();
    found?.rows.forEach((row) => used.add(row));
    const problem = value ? "ambiguous-samples" : found ? "typeless-samples" : "unmatched-samples";
    notices.add(problem, sample);
    return UNKNOWN_CANCER_TYPE;
  });
  notices.add("unused-phenotype-rows", undefined, table.rows - used.size);
  return { cancerTypes, report: notices.report() };
}

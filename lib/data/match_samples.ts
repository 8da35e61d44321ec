import { InputError } from "../errors.ts";
import { NoticeCounter } from "./notice_counter.ts";
import { UNKNOWN_CANCER_TYPE } from "./cohort.ts";
import type { Notice } from "./notices.ts";

/** Characters of a TCGA barcode that name the sample (TCGA-AA-BBBB-01) and the patient. */
const SAMPLE_BARCODE = 15, PATIENT_BARCODE = 12;
const BARCODE = /^TCGA-\w{2}-\w{4}(?:$|-)/;

/**
 * The cancer type of each sample: by its id, else by TCGA sample barcode, else by patient barcode.
 *
 * Barcodes come in 12 (patient), 15 (with sample type), 16 (with vial) and 28 characters, with dots for
 * hyphens where R wrote them; a patient's disease is that of each of its samples. Where a shorter barcode matches
 * rows of different types, the type is unknown.
 *
 * @param samples Sample ids of a matrix.
 * @param phenotype Sample id -> cancer type.
 * @throws {InputError} If no sample at all is found.
 */
export function matchSamples(
  samples: readonly string[],
  phenotype: ReadonlyMap<string, string>,
): { cancerTypes: string[]; report: Notice[] } {
  const notices = new NoticeCounter(), ways = waysOf(phenotype);
  const cancerTypes = samples.map((sample) => {
    for (const { kind, index } of ways) {
      const type = index.find(sample);
      if (type === undefined) continue;
      notices.add(type === null ? "ambiguous-samples" : kind, type === null ? sample : undefined);
      return type ?? UNKNOWN_CANCER_TYPE;
    }
    notices.add("unmatched-samples", sample);
    return UNKNOWN_CANCER_TYPE;
  });
  const used = new Set(ways.flatMap(({ index }) => [...index.used]));
  if (used.size === 0) {
    throw new InputError(
      `Cannot match samples with cancer types: none of ${samples.length} (such as ` +
        `${samples[0]}) is in the phenotype table (such as ${[...phenotype.keys()][0]}); give ` +
        "the table of this cohort",
    );
  }
  notices.add("unused-phenotype-rows", undefined, phenotype.size - used.size);
  return { cancerTypes, report: notices.report() };
}

/** How many of these ids a phenotype table knows as samples, in any of the ways of {@linkcode matchSamples}. */
export function countSamples(
  ids: readonly string[],
  phenotype: ReadonlyMap<string, string>,
): number {
  const ways = waysOf(phenotype);
  return ids.filter((id) => ways.some(({ index }) => index.find(id) !== undefined)).length;
}

function waysOf(phenotype: ReadonlyMap<string, string>) {
  return [
    { kind: "matched-samples", index: new Index(phenotype, (id) => id) },
    { kind: "matched-by-barcode", index: new Index(phenotype, sampleBarcode) },
    { kind: "matched-by-patient", index: new Index(phenotype, patientBarcode) },
  ] as const;
}

/** Phenotype rows by a shortened id; null where rows of one shortened id differ in type. */
class Index {
  /** Row ids that a sample was found by. */
  readonly used = new Set<string>();
  #rows = new Map<string, { type: string | null; ids: string[] }>();
  #shorten: (id: string) => string | undefined;

  constructor(phenotype: ReadonlyMap<string, string>, shorten: (id: string) => string | undefined) {
    this.#shorten = shorten;
    for (const [id, type] of phenotype) {
      const key = shorten(id), row = key === undefined ? undefined : this.#rows.get(key);
      if (row) {
        if (row.type !== type) row.type = null;
        row.ids.push(id);
      } else if (key !== undefined) this.#rows.set(key, { type, ids: [id] });
    }
  }

  find(sample: string): string | null | undefined {
    const key = this.#shorten(sample), row = key === undefined ? undefined : this.#rows.get(key);
    row?.ids.forEach((id) => this.used.add(id));
    return row?.type;
  }
}

function barcode(id: string): string | undefined {
  const hyphens = id.toUpperCase().replaceAll(".", "-");
  return BARCODE.test(hyphens) ? hyphens : undefined;
}

function sampleBarcode(id: string): string | undefined {
  const code = barcode(id);
  return code !== undefined && code.length >= SAMPLE_BARCODE
    ? code.slice(0, SAMPLE_BARCODE)
    : undefined;
}

function patientBarcode(id: string): string | undefined {
  return barcode(id)?.slice(0, PATIENT_BARCODE);
}

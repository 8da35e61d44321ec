import { NoticeCounter } from "../notice_counter.ts";
import type { Notice } from "../notices.ts";
import { patientOf } from "../patient_of.ts";
import { isSubjectColumn, isUnknownType } from "./phenotype_columns.ts";
import { textsIfAny } from "./_phenotype_choice.ts";
import type { PhenotypeIds } from "./phenotype_ids.ts";
import type { PhenotypeTable } from "./phenotype_table.ts";

/** Patients or donors that a table names, though nobody asked for them. */
export interface Subjects {
  /** The column that names them. */
  readonly column: string;
  /** One for each sample; "" where there is none. */
  readonly of: readonly string[];
}

/** The first column of patients or donors, known by its name, that names one of them for several samples. */
export async function subjectsOf(
  table: PhenotypeTable,
  ids: PhenotypeIds,
  samples: readonly string[],
): Promise<Subjects | undefined> {
  for (const [at, column] of table.names.entries()) {
    if (!isSubjectColumn(column)) continue;
    const texts = await textsIfAny(table, at);
    const of = samples.map((sample) => textOf(ids, texts, sample));
    if (severalSamples(of, samples).length > 0) return { column, of };
  }
}

/** How many patients or donors have samples that the split does not keep together. */
export function reportSubjects({ column, of }: Subjects, samples: readonly string[]): Notice[] {
  const notices = new NoticeCounter();
  if (new Set(of).size > 1) {
    for (const subject of severalSamples(of, samples)) {
      notices.add("scattered-subjects", `${column} ${subject}`);
    }
  }
  return notices.report();
}

/** The subjects with samples that the split draws apart, as no barcode says that they are of one patient. */
function severalSamples(of: readonly string[], samples: readonly string[]): string[] {
  const drawn = new Map<string, Set<string>>();
  of.forEach((subject, i) => {
    if (subject === "") return;
    const patients = drawn.get(subject);
    if (patients) patients.add(patientOf(samples[i]!));
    else drawn.set(subject, new Set([patientOf(samples[i]!)]));
  });
  return [...drawn].filter(([, patients]) => patients.size > 1).map(([subject]) => subject);
}

/** What the surest row says; rows that contradict each other matter only where the column is asked for. */
function textOf({ index }: PhenotypeIds, texts: readonly string[], sample: string): string {
  for (const { rows } of index.find(sample)) {
    const row = rows.find((row) => !isUnknownType(texts[row] ?? ""));
    if (row !== undefined) return texts[row]!;
  }
  return "";
}

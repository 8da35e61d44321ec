import { InputError } from "../../errors.ts";
import { type Label, UNKNOWN_CANCER_TYPE } from "../cohort.ts";
import { CANCER_TYPE_LABEL } from "../labels_of.ts";
import { sampleValue } from "./_match_values.ts";
import { NoticeCounter } from "../notice_counter.ts";
import type { Notice } from "../notices.ts";
import { namedColumn } from "./_phenotype_choice.ts";
import type { PhenotypeIds } from "./phenotype_ids.ts";
import { findColumn } from "./phenotype_columns.ts";
import type { PhenotypeTable } from "./phenotype_table.ts";

/** A class of fewer samples cannot be in training and in the test and tell anything. */
const FEWEST_SAMPLES = 3;
/** Numbers of more different values are measurements, such as ages; clusters may be numbered up to here. */
const MOST_NUMBERS = 30;

/** A label as the table has it; values null for that of the cancer types. */
export interface JoinedLabel extends Omit<Label, "values"> {
  readonly values: readonly string[] | null;
}

/** Whether a label's name means the cancer types, where no column has that name. */
export function isCancerType(name: string): boolean {
  return name.toLowerCase() === CANCER_TYPE_LABEL;
}

/**
 * The labels of samples by the columns' names.
 *
 * @param names Of columns, in any case of letters.
 * @throws {InputError} If there is no such column, it is named twice, or its numbers are no classes.
 */
export async function joinLabels(
  table: PhenotypeTable,
  ids: PhenotypeIds,
  samples: readonly string[],
  names: readonly string[],
): Promise<JoinedLabel[]> {
  const labels: JoinedLabel[] = [];
  for (const name of names) {
    const label = findColumn(table.names, name) === undefined && isCancerType(name)
      ? { name: CANCER_TYPE_LABEL, values: null }
      : await columnLabel(table, ids, samples, name);
    if (labels.some((other) => other.name === label.name)) {
      throw new InputError(`--labels: got "${name}" twice; name it once`);
    }
    labels.push(label);
  }
  return labels;
}

async function columnLabel(
  table: PhenotypeTable,
  ids: PhenotypeIds,
  samples: readonly string[],
  wanted: string,
): Promise<Label> {
  const { name, texts } = await namedColumn(table, wanted);
  const values = samples.map((sample) =>
    sampleValue(table, ids, texts, sample)?.text ?? UNKNOWN_CANCER_TYPE
  );
  const known = values.filter((value) => value !== UNKNOWN_CANCER_TYPE);
  const distinct = new Set(known), areNumbers = known.every((value) => Number.isFinite(+value));
  const areMany = distinct.size > MOST_NUMBERS ||
    distinct.size > 2 && distinct.size * FEWEST_SAMPLES > known.length;
  if (!areNumbers || !areMany) return { name, values };
  throw new InputError(
    `--labels: got "${wanted}", but that column of ${table.path} has ${distinct.size} different numbers (such as ` +
      `${
        [...distinct].slice(0, 2).join(", ")
      }), which are no classes; add a column with classes of your own, such as ` +
      "young and old, and name that",
  );
}

/**
 * The labels of the samples that are kept, without classes that are too small, and what was left out.
 *
 * @param rows The samples that are kept.
 * @param cancerTypes Theirs; which of them are too small the split decides.
 * @returns No labels where the cancer types alone were named: that is what is predicted anyway.
 */
export function usableLabels(
  labels: readonly JoinedLabel[],
  rows: readonly number[],
  cancerTypes: readonly string[],
): { readonly labels?: readonly Label[]; readonly report: readonly Notice[] } {
  if (labels.every(({ values }) => values === null)) return { report: [] };
  const notices = new NoticeCounter();
  const usable = labels.map(({ name, values }) =>
    values === null
      ? { name, values: cancerTypes }
      : withoutSmallClasses({ name, values: rows.map((row) => values[row]!) }, notices)
  );
  return { labels: usable, report: notices.report() };
}

function withoutSmallClasses({ name, values }: Label, notices: NoticeCounter): Label {
  const classes = Map.groupBy(values, (value) => value);
  const missing = classes.get(UNKNOWN_CANCER_TYPE)?.length ?? 0;
  if (missing > 0) notices.add("unlabelled-samples", `${name}: ${missing} of ${values.length}`);
  classes.delete(UNKNOWN_CANCER_TYPE);
  const small = [...classes].filter(([, { length }]) => length < FEWEST_SAMPLES);
  for (const [value, { length }] of small) {
    notices.add("small-label-classes", `${name} ${value}: ${length}`);
  }
  if (classes.size - small.length < 2) notices.add("single-class-labels", name);
  const left = new Set(small.map(([value]) => value));
  return { name, values: values.map((value) => left.has(value) ? UNKNOWN_CANCER_TYPE : value) };
}

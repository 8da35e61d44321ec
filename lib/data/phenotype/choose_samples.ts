import { InputError } from "../../errors.ts";
import { type Cohort, UNKNOWN_CANCER_TYPE } from "../cohort.ts";
import type { ExpressionMatrix } from "../expression_matrix.ts";
import type { JoinedPhenotype } from "./join_phenotype.ts";
import { reportGroups } from "./_groups.ts";
import { usableLabels } from "./labels.ts";
import { reportSubjects } from "./_subjects.ts";
import { NoticeCounter } from "../notice_counter.ts";
import type { READING_CHOICES } from "../reading_choices.ts";
import { kindByText, type SampleKind, type SampleType } from "./sample_types.ts";

/** Which samples are wanted. */
export type SampleChoice = typeof READING_CHOICES.sampleTypes[number];

/** What a choice of samples leaves of a cohort. */
type Chosen =
  & Pick<Cohort, "matrix" | "cancerTypes" | "groups" | "labels" | "report" | "phenotype">
  & Required<Pick<Cohort, "sampleTypes">>;

/**
 * Leaves samples out by what they were taken from; those of normal tissue that stay beside others get a type of
 * their own, such as "normal, lung adenocarcinoma". Where all are normal tissue or controls, no study of tumours is
 * meant, and all are kept.
 *
 * @param matrix Its values are moved in place.
 * @param joined What is known about its samples.
 * @param choice Samples of unknown kind are kept unless normal tissue is asked for.
 * @throws {InputError} If normal tissue is asked for and there is none.
 */
export function chooseSamples(
  matrix: ExpressionMatrix,
  { cancerTypes, sampleTypes: types, groups, labels, subjects, phenotype }: JoinedPhenotype,
  choice: SampleChoice,
): Chosen {
  const counts: Record<SampleKind, number> = { tumour: 0, normal: 0, control: 0, unknown: 0 };
  for (const { kind } of types) counts[kind]++;
  if (choice === "normal" && counts.normal === 0) throw noNormal(matrix.samples, counts.tumour);
  const notices = new NoticeCounter(), only = counts.tumour + counts.unknown === 0;
  const normalTypes = new Set([...new Set(cancerTypes)].filter(isNormalType));
  const isKept = ({ kind }: SampleType) =>
    choice === "normal" ? kind === "normal" : choice === "all" || only || !isNotTumour(kind);
  const rows: number[] = [];
  types.forEach((type, row) => {
    const kept = isKept(type);
    if (kept) rows.push(row);
    const sample = matrix.samples[row]!, cancerType = cancerTypes[row]!;
    count(notices, sample, type, kept, only);
    if (kept && !isNotTumour(type.kind) && normalTypes.has(cancerType)) {
      notices.add("normal-types", `${sample}: ${cancerType}`);
    }
  });
  const kept = keepRows(matrix, rows), keptGroups = groups && rows.map((row) => groups[row]!);
  const keptSubjects = subjects && { ...subjects, of: rows.map((row) => subjects.of[row]!) };
  const keptTypes = rows.map((row) => typeOf(cancerTypes[row]!, types[row]!, only));
  const labelled = labels && usableLabels(labels, rows, keptTypes);
  return {
    matrix: kept,
    cancerTypes: keptTypes,
    ...keptGroups && { groups: keptGroups },
    ...labelled && { labels: labelled.labels },
    report: [
      ...notices.report(),
      ...labelled ? labelled.report : [],
      ...keptGroups ? reportGroups(keptGroups, kept.samples) : [],
      ...keptSubjects ? reportSubjects(keptSubjects, kept.samples) : [],
    ],
    sampleTypes: { kept: choice, counts },
    ...phenotype && {
      phenotype: {
        ...phenotype,
        matched: rows.filter((row) => cancerTypes[row] !== UNKNOWN_CANCER_TYPE).length,
        of: rows.length,
      },
    },
  };
}

function isNotTumour(kind: SampleKind): boolean {
  return kind === "normal" || kind === "control";
}

/** Whether a cancer type is a word for normal tissue or controls: no number or letter, which may be of a cluster. */
function isNormalType(cancerType: string): boolean {
  return /\p{L}{2}/u.test(cancerType) && isNotTumour(kindByText(cancerType));
}

function count(
  notices: NoticeCounter,
  sample: string,
  { kind, text }: SampleType,
  kept: boolean,
  only: boolean,
): void {
  const example = text === undefined ? sample : `${sample}: ${text}`;
  if (kept) {
    if (isNotTumour(kind)) {
      notices.add(only ? "only-normal-samples" : "normal-samples-kept", example);
    } else if (kind === "unknown" && text !== undefined) notices.add("unclear-samples", example);
    return;
  }
  if (kind === "control") return notices.add("control-samples", example);
  if (kind !== "normal") return notices.add("tumour-samples", example);
  notices.add(text === undefined ? "normal-by-barcode" : "normal-by-column", example);
}

function typeOf(cancerType: string, { kind }: SampleType, only: boolean): string {
  if (only || !isNotTumour(kind)) return cancerType;
  return cancerType === UNKNOWN_CANCER_TYPE ? kind : `${kind}, ${cancerType}`;
}

/** The same matrix with some of its samples; it keeps the hash of the whole one. */
function keepRows(matrix: ExpressionMatrix, rows: readonly number[]): ExpressionMatrix {
  const { samples, values } = matrix, width = matrix.genes.length;
  if (rows.length === samples.length) return matrix;
  // In place, since a copy of a large matrix may not fit into memory.
  rows.forEach((row, to) => values.copyWithin(to * width, row * width, (row + 1) * width));
  return {
    ...matrix,
    samples: rows.map((row) => samples[row]!),
    values: values.subarray(0, rows.length * width),
  };
}

function noNormal(samples: readonly string[], tumours: number): InputError {
  return new InputError(
    `--sample-types: got "normal", but none of ${samples.length} samples (such as ${
      samples[0]
    }) is known as ` +
      `normal tissue, and ${tumours} as tumours; use all, or give a phenotype table with a column sample_type`,
  );
}

import { type CohortPhenotype, UNKNOWN_CANCER_TYPE } from "../cohort.ts";
import { sampleValue } from "./_match_values.ts";
import { matchSamples } from "./match_samples.ts";
import { NoticeCounter } from "../notice_counter.ts";
import type { Notice } from "../notices.ts";
import {
  type Column,
  findTypeColumns,
  possibleTypeColumns,
  readColumn,
  requireTypeColumn,
} from "./_phenotype_choice.ts";
import { groupsOf } from "./_groups.ts";
import { type JoinedLabel, joinLabels } from "./labels.ts";
import { type Subjects, subjectsOf } from "./_subjects.ts";
import { findIds, noSample, type PhenotypeIds } from "./phenotype_ids.ts";
import { isUnknownType, kindColumns } from "./phenotype_columns.ts";
import type { PhenotypeTable } from "./phenotype_table.ts";
import { isTumourAndNormal, kindByBarcode, kindByText, type SampleType } from "./sample_types.ts";

/** What is wanted of a phenotype table. */
export interface JoinOptions {
  /** Name of the column of cancer types. @default {the first well-known name found} */
  readonly column?: string;
  /** Name of the column of donors or other groups. @default {none} */
  readonly groupColumn?: string;
  /** Names of the columns that are predicted from latent spaces. @default {none but the cancer type} */
  readonly labels?: readonly string[];
  /** Whether the table came with the matrix, so that it need not have a column of cancer types. */
  readonly isBesideMatrix?: boolean;
}

/** What a phenotype table says about the samples of a matrix: one item each. */
export interface JoinedPhenotype {
  readonly cancerTypes: readonly string[];
  readonly sampleTypes: readonly SampleType[];
  readonly report: readonly Notice[];
  /** What the split keeps together; "" where the table names no group. Absent where no column was named. */
  readonly groups?: readonly string[];
  /** What is predicted from latent spaces; absent where no column was named. */
  readonly labels?: readonly JoinedLabel[];
  /** Patients or donors of several samples, where no column of groups was named. */
  readonly subjects?: Subjects;
  /** The ids of the table's rows; absent where there is no table. */
  readonly rowIds?: readonly string[];
  /** Absent where no column gives cancer types. */
  readonly phenotype?: Omit<CohortPhenotype, "matched" | "of">;
}

/**
 * Joins a phenotype table with the samples of a matrix: cancer types, and what tells tumours from normal tissue.
 *
 * @param all What may identify the table's rows.
 * @param samples Sample ids of the matrix.
 * @throws {InputError} If no sample is found in it, a column is not there, or rows contradict each other.
 */
export async function joinPhenotype(
  table: PhenotypeTable,
  all: readonly PhenotypeIds[],
  samples: readonly string[],
  { column, groupColumn, labels: names, isBesideMatrix = false }: JoinOptions = {},
): Promise<JoinedPhenotype> {
  const ids = findIds(all, samples);
  if (!ids) {
    const isWanted = !isBesideMatrix || (column ?? groupColumn ?? names) !== undefined;
    if (isWanted) throw await noSample(table, samples);
    return withoutPhenotype(samples);
  }
  const types = await typesOf(table, ids, { column, groupColumn, isBesideMatrix });
  const sampleTypes = await kindsOf(table, ids, samples, types?.at);
  const groups = groupColumn === undefined
    ? undefined
    : await groupsOf(table, ids, samples, groupColumn);
  const subjects = groups ? undefined : await subjectsOf(table, ids, samples);
  const labels = names && await joinLabels(table, ids, samples, names);
  const about = { sampleTypes, rowIds: ids.index.ids, groups, labels, subjects };
  if (!types) {
    const { cancerTypes, report } = withoutTypes(samples);
    const notices = new NoticeCounter();
    const possible = isBesideMatrix ? await possibleTypeColumns(table, ids.at) : [];
    for (const name of possible) notices.add("possible-types", name);
    return { ...about, cancerTypes, report: [...table.report, ...report, ...notices.report()] };
  }
  const notices = rowNotices(table, ids, types);
  const matched = matchSamples(samples, table, { ids, types: types.texts });
  return {
    ...about,
    cancerTypes: matched.cancerTypes,
    report: [...table.report, ...notices, ...matched.report],
    phenotype: {
      file: table.path,
      column: types.name,
      columns: table.names.length,
      joinedBy: ids.name,
    },
  };
}

/** The column of cancer types; a table that came with the matrix, or was given for its groups, need not have one. */
async function typesOf(
  table: PhenotypeTable,
  ids: PhenotypeIds,
  { column, groupColumn, isBesideMatrix }: JoinOptions,
): Promise<Column | undefined> {
  if (column === undefined) {
    const { several, one } = await findTypeColumns(table, ids.at);
    if (isBesideMatrix) return several;
    if (groupColumn !== undefined) return several ?? one;
  }
  return await requireTypeColumn(table, ids.at, column);
}

/** What is known about samples without any phenotype table. */
export function withoutPhenotype(samples: readonly string[]): JoinedPhenotype {
  return {
    ...withoutTypes(samples),
    sampleTypes: samples.map((sample) => ({ kind: kindByBarcode(sample) ?? "unknown" })),
  };
}

function withoutTypes(samples: readonly string[]): Pick<JoinedPhenotype, "cancerTypes" | "report"> {
  return {
    cancerTypes: samples.map(() => UNKNOWN_CANCER_TYPE),
    report: [{ kind: "no-phenotype", count: samples.length, examples: [] }],
  };
}

/** What each sample was taken from: by its barcode, else by the first column that tells. */
async function kindsOf(
  table: PhenotypeTable,
  ids: PhenotypeIds,
  samples: readonly string[],
  types: number | undefined,
): Promise<SampleType[]> {
  const columns: Column[] = [], { sure, maybe } = kindColumns(table.names);
  for (const at of [...sure, ...maybe]) {
    if (at === types) continue;
    const column = await readColumn(table, at);
    if (sure.includes(at) || tellsKinds(column)) columns.push(column);
  }
  return samples.map((sample) => {
    const kind = kindByBarcode(sample);
    if (kind) return { kind };
    let unclear: SampleType | undefined;
    for (const { texts } of columns) {
      const value = sampleValue(table, ids, texts, sample, { ofPatient: false });
      const type = value &&
        typeByTexts(value.text === null ? value.rows.map((row) => texts[row]!) : [value.text]);
      if (type && type.kind !== "unknown") return type;
      unclear ??= type;
    }
    return unclear ?? { kind: "unknown" };
  });
}

/** What a sample's rows call it: unknown, with their texts, where these differ or speak of both. */
function typeByTexts(rows: readonly string[]): SampleType | undefined {
  const texts = [...new Set(rows.filter((text) => !isUnknownType(text)))], text = texts.join(" / ");
  const kinds = new Set(texts.map(kindByText));
  if (!kinds.has("unknown") && (kinds.size === 1 || !kinds.has("tumour"))) {
    return { kind: [...kinds][0]!, text };
  }
  const isUnclear = kinds.size > 1 || texts.some(isTumourAndNormal);
  return isUnclear ? { kind: "unknown", text } : undefined;
}

/** Whether a column tells tumours from normal tissue and nothing else: "normal karyotype" may stand in others. */
function tellsKinds({ texts }: Column): boolean {
  const kinds = new Set(texts.filter((text) => !isUnknownType(text)).map(kindByText));
  return kinds.size > 1 && kinds.has("tumour") && !kinds.has("unknown");
}

/** Rows that name no type, and those that say again what an earlier row of the same id says. */
function rowNotices(table: PhenotypeTable, { index }: PhenotypeIds, { texts }: Column): Notice[] {
  const notices = new NoticeCounter(), seen = new Map<string, string>();
  index.ids.forEach((id, row) => {
    if (isUnknownType(texts[row]!)) {
      return notices.add("missing-cancer-types", id || table.place(row));
    }
    if (id !== "" && seen.get(id) === texts[row]) notices.add("duplicate-phenotype-rows", id);
    seen.set(id, texts[row]!);
  });
  return notices.report();
}

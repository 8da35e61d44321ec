import { basename } from "node:path";
import { visibleText } from "../format/visible_text.ts";
import type { DataSummary, LabelSummary } from "./data_summary.ts";
import { noticeExamples } from "./notice_examples.ts";
import type { Notice, NoticeKind } from "./notices.ts";
import type { Scale } from "./_scale.ts";
import { shortNumber } from "./short_number.ts";

/** A line of what was understood: what it is about, and what was understood of it. */
export interface DataLine {
  readonly what: "data" | "left out" | "phenotype" | "types" | "label" | "split";
  readonly text: string;
}

/** What a sweep trains on of its data. */
export interface TrainedOn {
  /** Numbers of genes, several where that is an axis. @default all of the data's */
  readonly genes?: readonly number[];
  /** Of the splits, one each. @default the one of the summary */
  readonly seeds?: readonly number[];
}

/** Cancer types that are named with their counts. */
const TYPES_SHOWN = 8;

const SCALES: Readonly<Record<Scale, string>> = {
  "as-is": "taken as they are",
  "log2": "made log2(x + 1)",
  "log2-cpm": "made log2(counts per million + 1)",
};

/** Notices of what was left out, as one and as several of them are called. */
const LEFT_OUT: Readonly<Partial<Record<NoticeKind, readonly [one: string, several: string]>>> = {
  "rows-no-genes": ["row that is no gene", "rows that are no genes"],
  "columns-no-genes": ["column that is no gene", "columns that are no genes"],
  "rows-no-samples": ["row that is no sample", "rows that are no samples"],
  "columns-no-samples": ["column that is no sample", "columns that are no samples"],
  "other-entries": [
    "row that is not the default entry of its model",
    "rows that are not the default entries of their models",
  ],
  "duplicate-samples": ["exact copy of a sample", "exact copies of samples"],
  "empty-samples": [
    "sample with more than half of its values missing",
    "samples with more than half of their values missing",
  ],
  "normal-by-barcode": [
    "sample of normal tissue by its barcode",
    "samples of normal tissue by their barcodes",
  ],
  "normal-by-column": [
    "sample of normal tissue by the phenotype table",
    "samples of normal tissue by the phenotype table",
  ],
  "control-samples": ["control", "controls"],
  "tumour-samples": [
    "sample that is not of normal tissue",
    "samples that are not of normal tissue",
  ],
};

/** Notices that these lines tell already. */
const TOLD: readonly NoticeKind[] = [
  "rows-are-genes",
  "rows-are-samples",
  "no-phenotype",
  "matched-samples",
  "log2",
  "log2-cpm",
];

/**
 * What was understood of the data, in a few lines: read them before trusting a result.
 *
 * @param report The notices of reading and preparing them.
 * @param trained What of them was trained on, where that is known.
 * @returns `lines`, and the `others` of the notices, which they do not tell.
 *
 * @example
 * ```ts
 * import { describeData } from "./describe_data.ts";
 * const summary = { name: "mine", samples: 60, genes: 40, types: [{ type: "lung", samples: 59 }], unknown: 1 };
 * const { lines } = describeData(summary, []);
 * const types = lines.find(({ what }) => what === "types")!.text;
 * if (types !== 'lung 59; 1 sample without a type trains as "unknown"') throw new Error(types);
 * ```
 */
export function describeData(
  summary: DataSummary,
  report: readonly Notice[],
  trained: TrainedOn = {},
): { readonly lines: readonly DataLine[]; readonly others: readonly Notice[] } {
  const leftOut = report.flatMap((notice) => {
    const [one, several] = LEFT_OUT[notice.kind] ?? [];
    return one === undefined
      ? []
      : [`${many(notice.count, one, several!)}${noticeExamples(notice.count, notice.examples)}`];
  });
  const lines: DataLine[] = [
    { what: "data", text: dataText(summary, trained) },
    ...leftOut.length > 0 ? [{ what: "left out", text: leftOut.join(", ") } as const] : [],
    { what: "phenotype", text: phenotypeText(summary) },
    ...summary.types.length > 0 ? [{ what: "types", text: typesText(summary) } as const] : [],
    ...(summary.labels ?? []).map((label) => ({ what: "label", text: labelText(label) } as const)),
    ...summary.split ? [{ what: "split", text: splitText(summary, trained) } as const] : [],
  ];
  const others = report.filter(({ kind }) => !LEFT_OUT[kind] && !TOLD.includes(kind));
  return { lines: lines.map(({ what, text }) => ({ what, text: visibleText(text) })), others };
}

function dataText(
  { name, file, source, samples, genes, scale }: DataSummary,
  { genes: used = [] }: TrainedOn,
): string {
  const fewer = used.some((own) => own < genes);
  const size = `${count(samples)} samples × ${count(genes)} genes` +
    (fewer ? `, of which ${used.map(count).join(" or ")} are trained on` : "");
  if (!source) return `${name}: made up, ${size}`;
  const { format, rows, why, smallest, largest } = source;
  const range = `values ${shortNumber(smallest)} to ${shortNumber(largest)}, ${
    SCALES[scale ?? "as-is"]
  }`;
  return `${file ?? name}: ${format}, rows are ${rows} (${why}), ${size}, ${range}`;
}

function phenotypeText({ phenotype, source, types }: DataSummary): string {
  if (!phenotype) {
    return source || types.length === 0
      ? "none: every type is unknown, the split is not stratified"
      : "its own";
  }
  const { file, column, columns, joinedBy, matched, of } = phenotype;
  const join = joinedBy === null ? "by its ids" : `by ${joinedBy}`;
  return `${basename(file)}, column ${column} (of ${count(columns)} columns), joined ${join}: ` +
    `${count(matched)} of ${count(of)} samples`;
}

function typesText({ types, unknown }: DataSummary): string {
  const without = unknown > 0
    ? `; ${
      many(unknown, "sample without a type trains", "samples without a type train")
    } as "unknown"`
    : "";
  return `${classesText(types)}${without}`;
}

function labelText({ name, classes, unknown }: LabelSummary): string {
  const without = unknown > 0
    ? `; ${many(unknown, "sample is", "samples are")} left out where it is predicted`
    : "";
  return `${name}: ${classes.length > 0 ? classesText(classes) : "no classes"}${without}`;
}

function classesText(classes: DataSummary["types"]): string {
  // "type 1 136" would be read wrong.
  const mark = classes.some(({ type }) => /\d$/.test(type)) ? ":" : "";
  const shown = classes.slice(0, TYPES_SHOWN).map(({ type, samples }) =>
    `${type}${mark} ${count(samples)}`
  );
  const more = classes.length > TYPES_SHOWN ? `, … ${classes.length - TYPES_SHOWN} more` : "";
  return `${shown.join(", ")}${more}`;
}

function splitText({ split, types }: DataSummary, { seeds = [] }: TrainedOn): string {
  const { train, validation, test, seed } = split!;
  const how = types.length > 0 ? "stratified by type" : "not stratified";
  const drawn = seeds.length > 1
    ? `a split for each of the seeds ${seeds.join(", ")}`
    : `seed ${seeds[0] ?? seed}`;
  return `${count(train)} train, ${count(validation)} validate, ${
    count(test)
  } test; ${how}, ${drawn}`;
}

function many(number: number, one: string, several: string): string {
  return `${count(number)} ${number === 1 ? one : several}`;
}

function count(number: number): string {
  return number.toLocaleString("en");
}

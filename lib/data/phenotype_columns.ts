import { InputError } from "../errors.ts";

/** Column names by which Xena, the GDC, cBioPortal and AnnData's users give the cancer type, best first. */
const TYPE_COLUMNS = [
  "_primary_disease",
  "cancer type abbreviation",
  "primary_disease",
  "primary disease",
  "cancer_type",
  "cancer type",
  "cancertype",
  "project_id.project",
  "project_id",
  "_cohort",
  "cohort",
  "disease_type",
  "disease type",
  "disease",
  "tumor_type",
  "tumor type",
  "acronym",
];
const SAMPLE_COLUMNS = [
  "sample",
  "sampleid",
  "sample_id",
  "sample id",
  "submitter_id.samples",
  "barcode",
];
/** How tables write that a type is not known, in lower case. */
const MISSING = new Set(["", "na", "n/a", "nan", "null", "unknown", "[not available]"]);

/** Whether a cell names no cancer type. */
export function isUnknownType(type: string): boolean {
  return MISSING.has(type.toLowerCase());
}

/** The position of the column of cancer types: the named one, else the first well-known; in any case of letters. */
export function findTypeColumn(
  names: readonly string[],
  column: string | undefined,
): number | undefined {
  return find(names, column === undefined ? TYPE_COLUMNS : [column.toLowerCase()]);
}

/** The position of the samples' column; undefined where none is called so. */
export function findSampleColumn(names: readonly string[]): number | undefined {
  return find(names, SAMPLE_COLUMNS);
}

/** What is said where no column gives cancer types. */
export function noTypeColumn(
  place: string,
  names: readonly string[],
  column: string | undefined,
): InputError {
  const wanted = column === undefined ? "a cancer type by a known name" : `"${column}"`;
  const shown = names.slice(0, 20).map((name) => `"${name}"`).join(", ");
  return new InputError(
    `${place}: no column gives ${wanted}; name one of its columns: ` +
      `${shown}${names.length > 20 ? ", …" : ""}`,
  );
}

function find(names: readonly string[], known: readonly string[]): number | undefined {
  const folded = names.map((name) => name.toLowerCase());
  return known.map((name) => folded.indexOf(name)).find((at) => at >= 0);
}

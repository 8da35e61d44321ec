/**
 * Columns that give the cancer type, or what stands for it, best first: of Xena, DepMap, cBioPortal, the GDC, recount3,
 * GTEx, GEO, single-cell atlases and R's tables of samples. Written as `folded` writes them.
 */
const TYPE_COLUMNS = [
  ..."_primary_disease cancer_type_abbreviation oncotreelineage lineage primary_disease".split(" "),
  ..."oncotreeprimarydisease cancer_type cancertype cancer_type_detailed oncotree_code".split(" "),
  ..."project_id_project project_id project_code _cohort cohort disease_type disease tumor_type"
    .split(" "),
  ..."tumour_type acronym cancer_type_acronym study_abbreviation disease_state tcga_code".split(
    " ",
  ),
  ..."primary_disease_or_tissue smts smtsd primary_diagnosis histology_abbreviation histological_type histology diagnosis cell_type celltype"
    .split(" "),
  ..."cell_type_ontology_term primary_site tissue source_name condition".split(" "),
];

/** Columns that tell tumours from normal tissue. */
const KIND_COLUMNS = new Set(
  [
    ..."sample_type _sample_type sample_type_id tissue_type tumor_descriptor specimen_type".split(
      " ",
    ),
    ..."tumour_descriptor sample_type_samples sample_type_id_samples tissue_type_samples".split(
      " ",
    ),
    ..."tumor_descriptor_samples sampletype tissuetype tumor_normal".split(" "),
  ],
);

/** Columns that may tell it too, where they hold nothing else. */
const MAYBE_KIND_COLUMNS = new Set([
  ..."type tissue definition shortlettercode group condition source_name disease_state".split(" "),
  ..."disease_status tissue_status sample_group class".split(" "),
]);

/** Columns of the samples' ids; they decide only where several columns hold them equally well. */
const SAMPLE_COLUMNS = [
  ..."sample sampleid sample_id submitter_id_samples sample_submitter_id sample_barcode".split(" "),
  ..."barcode sampid external_id modelid depmap_id geo_accession run sample_name samplename".split(
    " ",
  ),
];

/** Columns of patients, donors and other subjects, of which the samples' ids may be continuations. */
const SUBJECT_COLUMNS = new Set([
  ..."patient_id patient patientid bcr_patient_barcode submitter_id case_submitter_id".split(" "),
  ..."case_id subjid subject subject_id donor donor_id individual individual_id".split(" "),
]);

/** How tables write that something is not known, in lower case. */
const MISSING = new Set([
  ...["", "na", "n/a", "#n/a", "<na>", "nan", "null", "unknown", "--", "'--", "-", "."],
  ...["not reported", "not available", "not applicable", "not evaluated"],
]);

/** Whether a cell names no cancer type. */
export function isUnknownType(type: string): boolean {
  return MISSING.has(type.toLowerCase().replace(/^\[(.*)\]$/, "$1"));
}

/** A column's name in lower case, with underscores, and without GEO's number of a channel. */
function folded(name: string): string {
  return name.trim().toLowerCase().replace(/[:_]ch\d$/, "").replace(/[\s.-]+/g, "_");
}

/** The names that a column may be known by: its own, and "x" for "cases.samples.x". */
function meanings(name: string): string[] {
  const parts = name.split(".");
  return parts.map((_, at) => folded(parts.slice(at).join(".")));
}

/** The positions of known columns of cancer types, best first. */
export function typeColumns(names: readonly string[]): number[] {
  return ranked(names, TYPE_COLUMNS);
}

/** The positions of known columns of sample ids, best first. */
export function sampleColumns(names: readonly string[]): number[] {
  return ranked(names, SAMPLE_COLUMNS);
}

/** The positions of columns that tell tumours from normal tissue, and of those that may, where they hold nothing else. */
export function kindColumns(names: readonly string[]): { sure: number[]; maybe: number[] } {
  const among = (known: ReadonlySet<string>) =>
    [...names.keys()].filter((at) => meanings(names[at]!).some((meaning) => known.has(meaning)));
  return { sure: among(KIND_COLUMNS), maybe: among(MAYBE_KIND_COLUMNS) };
}

/** Whether a column holds the ids of patients or donors, by its name. */
export function isSubjectColumn(name: string): boolean {
  return meanings(name).some((meaning) => SUBJECT_COLUMNS.has(meaning));
}

/** The position of a column by its name, in any case of letters; undefined where there is none. */
export function findColumn(names: readonly string[], name: string): number | undefined {
  const exact = names.indexOf(name);
  const at = exact >= 0
    ? exact
    : names.findIndex((other) => other.toLowerCase() === name.toLowerCase());
  return at < 0 ? undefined : at;
}

function ranked(names: readonly string[], known: readonly string[]): number[] {
  const rank = (name: string) => {
    const ranks = meanings(name).map((meaning) => known.indexOf(meaning)).filter((at) => at >= 0);
    return Math.min(...ranks);
  };
  return [...names.keys()].map((at) => ({ at, rank: rank(names[at]!) }))
    .filter(({ rank }) => Number.isFinite(rank)).sort((a, b) => a.rank - b.rank)
    .map(({ at }) => at);
}

import { BARCODES } from "../barcodes.ts";
import { makeNames } from "./r_names.ts";

/** How a sample is found in a phenotype table, the surest way first; the kind of notice that counts each. */
export const WAYS = [
  "matched-samples",
  "matched-by-barcode",
  "matched-by-cell",
  "matched-by-r-name",
  "matched-by-case",
  "matched-by-file-name",
  "matched-by-patient",
  "matched-by-subject",
] as const;

/** One of {@linkcode WAYS}. */
export type Way = typeof WAYS[number];

/** Ways that find what is known about the patient, which may not hold for each of their samples. */
export const PATIENT_WAYS: ReadonlySet<Way> = new Set(["matched-by-patient", "matched-by-subject"]);

const OF_PATIENT = `^(?:${BARCODES.tcga}|${BARCODES.target})`;
const PATIENT = new RegExp(`${OF_PATIENT}(?=$|-)`);
const SAMPLE = new RegExp(String.raw`${OF_PATIENT}-\w{2}`);

/** A cell's barcode, and the number of its library that Cell Ranger appends and others cut off. */
const CELL = /^([ACGT]{12,})(?:-1)?$/;

/** What programs add to a sample's name in the names of their files, one part at a time. */
const FILE_ENDING = new RegExp(
  [
    String.raw`\.(?:bam|sam|cram|fastq|fq|txt|tsv|csv|tab|sf|out|results|gz|bz2|xz|zst)`,
    String.raw`Aligned(?:\.sortedByCoord|\.toTranscriptome|\.sortedByName)?(?:\.out)?`,
    "ReadsPerGene",
    String.raw`[._-]R?[12]\.(?:fastq|fq)(?:\.gz)?`,
    String.raw`[._-]S\d+_L\d{3}`,
    String
      .raw`[._-](?:sort(?:ed)?|sortedByCoord|dedup|markdup|trimmed|aligned|counts?|htseq|featurecounts)`,
    String.raw`[._ -](?:fpkm|rpkm|tpm|cpm|(?:read|raw|expected)[._ -]?counts?|avg_signal)`,
    String.raw`[._-](?:genes?|isoforms|quant|salmon|rsem|star|hisat2|R?1_001|R1)`,
  ].map((part) => `${part}$`).join("|"),
  "i",
);

/** An accession that a name holds besides others, as files of GEO and the SRA are called. */
const ACCESSION = /(?<![A-Za-z0-9])(?:GSM|[SED]RR)\d{4,}(?![A-Za-z0-9])/g;
/** What stands before a sample's name in the columns of some tables. */
const MEASURE_BEFORE = /^(?:fpkm|rpkm|tpm|cpm|(?:raw_|read_)?counts?)[._ :-](?=.)/i;

/** The text by which an id is compared one way; undefined where it has none. */
export function keyOf(id: string, way: Way): string | undefined {
  switch (way) {
    case "matched-by-barcode":
      return SAMPLE.exec(hyphenated(id))?.[0];
    case "matched-by-cell":
      return CELL.exec(id)?.[1];
    case "matched-by-patient":
      return PATIENT.exec(hyphenated(id))?.[0];
    case "matched-by-r-name":
      return makeNames(id);
    case "matched-by-case":
      return id.toLowerCase().replace(/[\s._-]+/g, "_");
    case "matched-by-file-name":
      return makeNames(fileStem(id));
    default:
      return id;
  }
}

/** The ids of which a sample's may be the continuation: "P1" and "P1-02" of "P1-02-a", the longest first. */
export function beginnings(id: string): string[] {
  return [...id.matchAll(/[-._:]/g)].map(({ index }) => id.slice(0, index)).filter(Boolean)
    .reverse();
}

/** An id that make.unique may have numbered: "S1" of "S1.2". No barcode, whose numbers mean something. */
export function withoutNumber(id: string): string | undefined {
  return PATIENT.test(hyphenated(id)) ? undefined : /^(.+)\.[1-9]\d*$/.exec(id)?.[1];
}

/** The sample's names that may stand in that of an alignment whose folders R wrote with dots, the longest first. */
export function fileNameParts(id: string): string[] {
  if (!/\.(?:bam|sam|cram)$/i.test(id)) return [];
  const stem = makeNames(fileStem(id));
  return [...stem.matchAll(/\./g)].map(({ index }) => makeNames(stem.slice(index + 1)));
}

/** A barcode with hyphens, where R or others wrote dots or underscores. */
function hyphenated(id: string): string {
  return /^T(?:CGA|ARGET)[-._]/i.test(id) ? id.toUpperCase().replace(/[._]/g, "-") : id;
}

/** The sample's name in that of a file: its accession, or the name without folders and what programs append. */
function fileStem(id: string): string {
  const accessions = id.match(ACCESSION) ?? [];
  if (accessions.length === 1) return accessions[0]!;
  let stem = id.replace(/^.*[\\/]/, "").replace(MEASURE_BEFORE, "");
  for (;;) {
    const shorter = stem.replace(FILE_ENDING, "").replace(/[._-]+$/, "");
    if (shorter === stem || shorter === "") return stem;
    stem = shorter;
  }
}

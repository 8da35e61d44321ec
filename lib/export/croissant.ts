import { basename, resolve } from "node:path";
import type { ResultFolder } from "../sweep/open_result_folder.ts";
import { RUN_STATUSES } from "../sweep/store/run_status.ts";
import { type ColumnMeaning, MEDIA, type PlannedFile } from "./planned_file.ts";

/** A file of an export that is written. */
export interface WrittenFile
  extends Pick<PlannedFile, "name" | "mediaType" | "description" | "columns"> {
  /** Bytes. */
  readonly size: number;
  /** SHA-256 in hexadecimal digits. */
  readonly hash: string;
}

/** Versions of the vocabularies: Croissant and its part for responsible AI. */
const CONFORMS = ["http://mlcommons.org/croissant/1.0", "http://mlcommons.org/croissant/RAI/1.0"];

const DATA_TYPES = { text: "sc:Text", whole: "sc:Integer", real: "sc:Float" } as const;

/**
 * The data card of an export in Croissant's JSON-LD (1.0): files with their hashes, columns with their meanings and
 * units, and how the data came to be: command, versions, machine, seeds and the data that was trained on.
 *
 * Akhtar et al. 2024, Croissant: a metadata format for ML-ready datasets.
 *
 * @param folder What was exported.
 * @param files The files beside it.
 */
export function croissantCard(folder: ResultFolder, files: readonly WrittenFile[]): string {
  const { manifest } = folder, name = basename(resolve(folder.folder));
  const card = {
    "@context": CONTEXT,
    "@type": "sc:Dataset",
    conformsTo: CONFORMS,
    name,
    description: descriptionOf(folder),
    keywords: ["hyper-parameter tuning", "variational autoencoder", "gene expression"],
    datePublished: manifest.updatedAt,
    isBasedOn: {
      "@type": "sc:Dataset",
      name: manifest.data.name,
      description: `Expression matrix, the ${manifest.data.genes} most variable genes; ` +
        `${manifest.data.trainRows} samples to train on`,
      identifier: Object.entries(manifest.data.hashes).map(([split, hash]) =>
        `content hash of split ${split}: ${hash}`
      ),
    },
    "prov:wasGeneratedBy": provenance(folder),
    "rai:dataCollection": `Every run was trained on ${machineOf(folder)} by: ${manifest.command}`,
    "rai:dataManipulationProtocol": `Seeds: ${manifest.seedRule}`,
    distribution: files.map(({ name, mediaType, description, size, hash }) => ({
      "@type": "cr:FileObject",
      "@id": name,
      name,
      description,
      contentUrl: name,
      encodingFormat: mediaType,
      contentSize: `${size} B`,
      sha256: hash,
    })),
    recordSet: files.flatMap(recordSet),
    variableMeasured: variables(files),
  };
  return `${JSON.stringify(card, null, 2)}\n`;
}

function descriptionOf({ manifest, results, axes, total }: ResultFolder): string {
  const varied = axes.filter(({ levels }) => levels.length > 1).map(({ label, levels }) =>
    `${label} (${levels.join(", ")})`
  );
  const statuses = results.getColumn("status").toArray() as string[];
  const ended = RUN_STATUSES.flatMap((status) => {
    const count = statuses.filter((one) => one === status).length;
    return count === 0 ? [] : [`${count} ${status}`];
  }).join(", ");
  return `Hyper-parameter sweep of generative models on gene expression (${manifest.data.name}): ` +
    `${results.height} of ${total} runs (${ended}) over ${varied.join("; ")}`;
}

/** What made the data, in the terms of W3C's PROV. */
function provenance({ manifest, results }: ResultFolder): object {
  const { engine, backend, threads, device, precision } = manifest;
  const { fixed, reading, versions, machine, command } = manifest;
  const starts = (results.getColumn("started_at").toArray() as string[]).toSorted();
  const { host: _, ...facts } = machine; // whose machine it was is nobody's business
  return {
    "@type": "prov:Activity",
    description: command,
    "prov:startedAtTime": starts[0],
    "prov:endedAtTime": manifest.updatedAt,
    "prov:wasAssociatedWith": {
      "@type": "sc:SoftwareApplication",
      name: "vae-sensitivity",
      softwareRequirements: Object.entries(versions).map(([name, version]) => `${name} ${version}`),
    },
    additionalProperty: Object.entries({
      ...{ engine, backend, threads, device, precision },
      ...{ ...facts, ...fixed, ...reading },
    })
      .filter(([, value]) => value !== undefined && value !== null)
      .map(([name, value]) => ({ "@type": "sc:PropertyValue", name, value: textOf(value) })),
  };
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

function machineOf({ manifest: { machine } }: ResultFolder): string {
  const { system, architecture, cores, memoryGiB } = machine;
  return `${system} ${architecture}, ${cores} cores, ${memoryGiB} GiB`;
}

/** The columns of a file that tools for Croissant read as a table. */
function recordSet({ name, mediaType, description, columns = [] }: WrittenFile): object[] {
  const isTable = mediaType === MEDIA.parquet || mediaType === MEDIA.csv;
  if (!isTable || columns.length === 0) return [];
  const id = name.replace(/\.\w+$/, "");
  return [{
    "@type": "cr:RecordSet",
    "@id": id,
    name: id,
    description,
    field: columns.map((column) => ({
      "@type": "cr:Field",
      "@id": `${id}/${column.name}`,
      name: `${id}/${column.name}`,
      description: described(column),
      dataType: DATA_TYPES[column.type],
      source: { fileObject: { "@id": name }, extract: { column: column.title ?? column.name } },
    })),
  }];
}

function described({ description, unit }: ColumnMeaning): string {
  return unit === null ? description : `${description} [${unit}]`;
}

/** Every column of every file once, with its unit where programs look for it. */
function variables(files: readonly WrittenFile[]): object[] {
  const columns = new Map(
    files.flatMap(({ columns = [] }) => columns.map((column) => [described(column), column])),
  );
  return [...columns.values()].map(({ name, description, unit }) => ({
    "@type": "sc:PropertyValue",
    name,
    description,
    ...unit === null ? {} : { unitText: unit },
  }));
}

/** Croissant's context, as its specification gives it, with PROV's and RAI's names. */
const CONTEXT = {
  "@language": "en",
  "@vocab": "https://schema.org/",
  citeAs: "cr:citeAs",
  column: "cr:column",
  conformsTo: "dct:conformsTo",
  cr: "http://mlcommons.org/croissant/",
  data: { "@id": "cr:data", "@type": "@json" },
  dataType: { "@id": "cr:dataType", "@type": "@vocab" },
  dct: "http://purl.org/dc/terms/",
  equivalentProperty: "cr:equivalentProperty",
  examples: { "@id": "cr:examples", "@type": "@json" },
  extract: "cr:extract",
  field: "cr:field",
  fileObject: "cr:fileObject",
  fileProperty: "cr:fileProperty",
  fileSet: "cr:fileSet",
  format: "cr:format",
  includes: "cr:includes",
  isLiveDataset: "cr:isLiveDataset",
  jsonPath: "cr:jsonPath",
  key: "cr:key",
  md5: "cr:md5",
  parentField: "cr:parentField",
  path: "cr:path",
  prov: "http://www.w3.org/ns/prov#",
  rai: "http://mlcommons.org/croissant/RAI/",
  recordSet: "cr:recordSet",
  references: "cr:references",
  regex: "cr:regex",
  repeated: "cr:repeated",
  replace: "cr:replace",
  samplingRate: "cr:samplingRate",
  sc: "https://schema.org/",
  separator: "cr:separator",
  source: "cr:source",
  subField: "cr:subField",
  transform: "cr:transform",
} as const;

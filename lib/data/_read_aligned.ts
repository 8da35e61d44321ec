import { tmpdir } from "node:os";
import { AlignedTable } from "./_aligned_table.ts";
import { SourceFiles } from "./_source_files.ts";
import { readTable } from "./formats/mod.ts";
import { isSynthetic, loadCohort } from "./load_cohort.ts";
import { NoticeCounter } from "./notice_counter.ts";
import { resolveCohort } from "./resolve_cohort.ts";
import type { ReadOptions, TableFormat } from "./table.ts";

/** A table with what was read into it. */
export interface Filled {
  readonly table: AlignedTable;
  readonly format: TableFormat;
  readonly notices: NoticeCounter;
}

/** How a file is read, and where. */
export interface AlignedReading extends ReadOptions {
  readonly folder?: string;
  readonly dataFolder?: string;
}

/** Reads what a file has of some genes. */
export async function readAligned(
  genes: readonly string[],
  nameOrPath: string,
  { folder = tmpdir(), ...reading }: AlignedReading,
): Promise<Filled> {
  const read = (linesAreGenes: boolean) =>
    filled(new AlignedTable(genes, folder, { linesAreGenes }), nameOrPath, reading);
  const all = await read(false);
  if (all.table.geneLines <= all.table.columns.length) return all;
  // Samples that are called like genes, such as 1 and 2 where these have Entrez ids.
  all.table[Symbol.dispose]();
  return await read(true);
}

/** Reads the file into the table, which is gone if it cannot be read. */
async function filled(
  table: AlignedTable,
  nameOrPath: string,
  reading: AlignedReading,
): Promise<Filled> {
  const notices = new NoticeCounter();
  try {
    return { table, format: await fill(table, nameOrPath, notices, reading), notices };
  } catch (error) {
    table[Symbol.dispose]();
    throw error;
  }
}

/** Reads the file, or makes the synthetic cohort up, into the table. */
async function fill(
  table: AlignedTable,
  nameOrPath: string,
  notices: NoticeCounter,
  { dataFolder, ...reading }: AlignedReading,
): Promise<TableFormat> {
  if (isSynthetic(nameOrPath)) {
    const { matrix: { genes, samples, values } } = await loadCohort(nameOrPath);
    table.header(genes);
    samples.forEach((sample, row) =>
      table.line(sample, values.subarray(row * genes.length, (row + 1) * genes.length), 0)
    );
    const place = () => nameOrPath;
    return { description: "made up", linesAreRows: true, place, idPlace: place };
  }
  const { matrix } = resolveCohort(nameOrPath, {}, dataFolder);
  const files = await SourceFiles.ofMatrix(matrix, reading);
  const format = await readTable(matrix, table, notices, { ...reading, streams: true });
  await files.requireUnchanged();
  return format;
}

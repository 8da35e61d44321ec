import { InputError } from "../../errors.ts";
import { conflict } from "./_match_values.ts";
import { NoticeCounter } from "../notice_counter.ts";
import type { Notice } from "../notices.ts";
import { requireTypeColumn } from "./_phenotype_choice.ts";
import { readIds } from "./phenotype_ids.ts";
import { isUnknownType } from "./phenotype_columns.ts";
import { readPhenotypeTable } from "./read_phenotype_table.ts";

/** Options of {@linkcode readPhenotype}. */
export interface PhenotypeOptions {
  /** Name of the column with the cancer type. @default {the first well-known name found} */
  readonly column?: string;
}

/** Cancer types by sample id, as a phenotype table gives them. */
export interface Phenotype {
  /** Sample id -> cancer type; rows that name none are left out (and counted). */
  readonly cancerTypes: ReadonlyMap<string, string>;
  /** The column the types were taken from. */
  readonly column: string;
  readonly report: readonly Notice[];
}

/**
 * Reads the cancer type of each sample from a phenotype table: text, Parquet, or the obs of an .h5ad.
 *
 * The sample column is the one called sample, sampleID and so on, else the first (`loadCohort`, which knows the
 * samples, takes the one that finds most of them); the column of the cancer type is the given one, else the first known
 * by its name, in any case of letters.
 *
 * @throws {InputError} If the file cannot be read or is not such a table, if no column is known or the
 * given one is not there, or if a sample is named twice with different types.
 *
 * @example
 * ```ts
 * import { readPhenotype } from "./phenotype.ts";
 * const path = await Deno.makeTempFile();
 * await Deno.writeTextFile(path, "sample\tage\t_primary_disease\nS1\t50\tuveal melanoma\n");
 * const { cancerTypes, column } = await readPhenotype(path);
 * if (cancerTypes.get("S1") !== "uveal melanoma") throw new Error("not found");
 * if (column !== "_primary_disease") throw new Error(column);
 * await Deno.remove(path);
 * ```
 */
export async function readPhenotype(
  path: string,
  { column }: PhenotypeOptions = {},
): Promise<Phenotype> {
  const table = await readPhenotypeTable(path), [first] = await readIds(table);
  if (!first) throw new InputError(`Cannot read ${path}, ${table.header}: it has no columns`);
  const { index: { ids }, at } = first;
  const types = await requireTypeColumn(table, at, column);
  const { texts } = types, rows = new Map<string, number>(), notices = new NoticeCounter();
  ids.forEach((id, row) => {
    if (id === "") {
      throw new InputError(`Cannot read ${path}, ${table.place(row)}: the id is empty`);
    }
    if (isUnknownType(texts[row]!)) return notices.add("missing-cancer-types", id);
    const earlier = rows.get(id);
    if (earlier === undefined) return void rows.set(id, row);
    if (texts[earlier] !== texts[row]) throw conflict(table, id, texts, earlier, row);
    notices.add("duplicate-phenotype-rows", id);
  });
  if (rows.size === 0) {
    throw new InputError(
      `Cannot read ${path}: no row of its column "${types.name}" names a cancer type`,
    );
  }
  const cancerTypes = new Map([...rows].map(([id, row]) => [id, texts[row]!]));
  return { cancerTypes, column: types.name, report: [...table.report, ...notices.report()] };
}

import { InputError } from "../../errors.ts";
import { textsIfAny } from "./_phenotype_choice.ts";
import { isSubjectColumn, sampleColumns } from "./phenotype_columns.ts";
import type { PhenotypeTable } from "./phenotype_table.ts";
import { RowIndex } from "./_row_index.ts";

/** DepMap's ids of profiles, which its table of models does not have. */
const PROFILE = /^PR-[0-9A-Za-z]{6}$/;

/** What may identify the rows of a phenotype table. */
export interface PhenotypeIds {
  readonly index: RowIndex;
  /** The column's position; undefined where the table has ids besides its columns. */
  readonly at: number | undefined;
  /** Its name; null where it has none. */
  readonly name: string | null;
  /** Whether its name or its place, the first, says that it holds samples' ids. */
  readonly isKnown: boolean;
}

/** Words by which a column's name says that it holds ids. */
const ID_WORD =
  /(?:^|[^a-z])(?:ids?|nr|no|num|number|name|sample|patient|subject|case|donor|barcode|accession|code|run|key)(?:[^a-z]|$)|[a-z]ID$/i;
const NUMBER = /^-?\d+(?:\.\d+)?(?:e[+-]?\d+)?$/i;

/**
 * All that may identify the rows: the table's own ids, then the columns that are called so, then the others, in the
 * order of the table.
 */
export async function readIds(table: PhenotypeTable): Promise<PhenotypeIds[]> {
  const ids: PhenotypeIds[] = [], known = sampleColumns(table.names);
  if (table.index) ids.push(ownIds(table));
  const others = [...table.names.keys()].filter((at) => !known.includes(at));
  for (const at of [...known, ...others]) {
    const name = table.names[at]!, ofSubjects = isSubjectColumn(name);
    const index = new RowIndex(await textsIfAny(table, at), { ofSubjects });
    const isKnown = ofSubjects || known.includes(at) || at === 0 && !table.index;
    ids.push({ index, at, name: name || null, isKnown });
  }
  return ids;
}

/** The ids that a table has besides its columns. */
export function ownIds({ index = [] }: PhenotypeTable): PhenotypeIds {
  return { index: new RowIndex(index), at: undefined, name: null, isKnown: true };
}

/**
 * What identifies the rows for a matrix: what finds most of its samples. Of several that find as many, the one in which
 * more stand by their very ids, then the first.
 *
 * @param given As {@linkcode readIds} gives them.
 * @param samples Sample ids of the matrix.
 * @returns Undefined if no sample at all is found.
 */
export function findIds(
  given: readonly PhenotypeIds[],
  samples: readonly string[],
): PhenotypeIds | undefined {
  // Ages, times and doses may be samples' numbers by chance.
  const all = given.filter((ids) =>
    ids.isKnown || ID_WORD.test(ids.name ?? "") || !areNumbers(ids)
  );
  const exact: number[] = [];
  for (const ids of all) {
    const count = ids.index.countExact(samples);
    if (count === samples.length) return ids;
    exact.push(count);
  }
  // Comparing in other ways takes long where many columns hold texts that are no ids: those come last.
  const isLikely = (ids: PhenotypeIds, i: number) => ids.isKnown || exact[i]! > 0;
  return findBest(all.filter(isLikely), samples, samples.length / 2) ?? findBest(all, samples, 1);
}

/** What finds most samples, and `least` of them. */
function findBest(all: readonly PhenotypeIds[], samples: readonly string[], least: number) {
  const found = all.map(({ index }) => ({
    count: index.count(samples),
    exact: index.countExact(samples),
  }));
  const order = [...all.keys()].sort((a, b) =>
    found[b]!.count - found[a]!.count || found[b]!.exact - found[a]!.exact || a - b
  );
  const best = order[0];
  return best === undefined || found[best]!.count < least ? undefined : all[best];
}

/**
 * How many of some ids the table knows as samples. A column that is not called so counts only by the very ids, and one
 * of numbers not at all: ages may be Entrez ids.
 */
export function countSamples(all: readonly PhenotypeIds[], ids: readonly string[]): number {
  const counts = all.map((column) => {
    if (column.isKnown) return column.index.count(ids);
    return areNumbers(column) ? 0 : column.index.countExact(ids);
  });
  return Math.max(0, ...counts);
}

function areNumbers({ index }: PhenotypeIds): boolean {
  return index.ids.every((id) => id === "" || NUMBER.test(id));
}

/** What is said where no sample is found: examples of both sides. */
export async function noSample(
  table: PhenotypeTable,
  samples: readonly string[],
): Promise<InputError> {
  const across = new RowIndex(table.names), named = across.count(samples);
  if (named > 0) {
    const sample = samples.find((id) => across.count([id]) > 0);
    return new InputError(
      `Cannot match samples with ${table.path}: ${named} of ${samples.length} (such as ${sample}) stand in its first ` +
        "row as names of columns; transpose the table, so that it has a row for each sample",
    );
  }
  const examples = table.index ? [`its rows are called ${table.index.slice(0, 2).join(", ")}`] : [];
  for (const [at, name] of table.names.slice(0, 5).entries()) {
    const text = (await textsIfAny(table, at)).find((text) => text !== "");
    if (text !== undefined) examples.push(`"${name}" has ${text}`);
  }
  return new InputError(
    `Cannot match samples with ${table.path}: none of ${samples.length} (such as ${
      samples.slice(0, 2).join(", ")
    }) is in any of its columns (${examples.join(", ")}); ${
      samples.every((id) => PROFILE.test(id))
        ? "these are DepMap's profiles, whose models OmicsProfiles.csv tells (ProfileID, ModelID): add its column " +
          "ProfileID to the table"
        : "give the table of this cohort"
    }`,
  );
}

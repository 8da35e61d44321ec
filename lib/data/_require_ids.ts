import { InputError } from "../errors.ts";
import { evidenceOf, isSymbol } from "./_id_evidence.ts";

const NUMBER = /^-?\d+(?:\.\d+)?(?:e[+-]?\d+)?$/i;
const FRACTION = /^-?\d+\.\d+(?:e[+-]?\d+)?$/i;
/** Names of a column of ids that may well be numbers. */
const IDS = /^#?$|id$|gene|symbol|name|probe|sample|feature|entrez|index|^x$|^v1$/i;

/**
 * Refuses a table that was written without its rows' ids, as R's row.names = FALSE and pandas' index=False do: the
 * first sample's values, or the first gene's, are no ids.
 *
 * @param corner What the first column is called.
 * @throws {InputError} If that column is one of the samples or genes, or holds fractions.
 */
export function requireIds(
  path: string,
  { rows, columns }: { readonly rows: readonly string[]; readonly columns: readonly string[] },
  corner: string | undefined,
  countSamples?: (ids: readonly string[]) => number,
): void {
  if (corner === undefined || !rows.every((id) => NUMBER.test(id))) return;
  const fractions = rows.filter((id) => FRACTION.test(id)).length;
  const haveFractions = 2 * fractions >= rows.length && !IDS.test(corner);
  if (!haveFractions && !isOneOf(corner, columns, countSamples)) return;
  throw new InputError(
    `Cannot read ${path}: its first column (${corner}) holds values (${
      rows.slice(0, 2).join(", ")
    }, …), and no column ` +
      "holds ids of the rows; write them too (in R row.names = TRUE, in pandas index=True)",
  );
}

function isOneOf(
  corner: string,
  columns: readonly string[],
  countSamples?: (ids: readonly string[]) => number,
): boolean {
  if (countSamples && countSamples([corner]) > 0 && countSamples(columns) > 0) return true;
  const form = evidenceOf([corner]), others = evidenceOf(columns);
  return form?.isSure ? form.what === others?.what : isSymbol(corner) && others?.side === "genes";
}

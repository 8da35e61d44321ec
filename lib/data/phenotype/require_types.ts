import { InputError } from "../../errors.ts";
import type { Cohort } from "../cohort.ts";
import type { JoinedPhenotype } from "./join_phenotype.ts";
import { UNKNOWN_CANCER_TYPE } from "../cohort.ts";

/** So few samples may each be of their own type. */
const FEW = 10;

/**
 * Refuses a phenotype table that names no cancer type for half of the samples or more, or each sample's own.
 *
 * @throws {InputError} With examples of both sides, the columns that were joined, and what to do.
 */
export function requireTypes(
  { matrix: { samples }, cancerTypes, phenotype }: Pick<
    Cohort,
    "matrix" | "cancerTypes" | "phenotype"
  >,
  { rowIds }: Pick<JoinedPhenotype, "rowIds">,
): void {
  const unknown = samples.filter((_, i) => cancerTypes[i] === UNKNOWN_CANCER_TYPE);
  if (!phenotype) return;
  const { file, column, joinedBy } = phenotype, typed = samples.length - unknown.length;
  const types = [...new Set(cancerTypes)].filter((type) => type !== UNKNOWN_CANCER_TYPE);
  if (types.length === typed && typed > FEW) {
    throw new InputError(
      `Cannot use ${file}: its column "${column}" has a value of its own for each of ${typed} samples (such as ` +
        `${
          types.slice(0, 2).join(", ")
        }), which are no types; name another column with --phenotype-column`,
    );
  }
  if (2 * unknown.length < samples.length) return;
  const some = (ids: readonly string[]) => `such as ${ids.slice(0, 2).join(", ")}`;
  const by = joinedBy === null ? "the ids of its rows" : `its column "${joinedBy}"`;
  throw new InputError(
    `Cannot use ${file}: its column "${column}" names no cancer type for ${unknown.length} of ${samples.length} ` +
      `samples (${some(unknown)}), joined by ${by} (${
        some(rowIds ?? [])
      }); give the table of this cohort, name ` +
      "another column with --phenotype-column, or let them train as unknown with --allow-unknown",
  );
}

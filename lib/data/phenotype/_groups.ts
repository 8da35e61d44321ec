import { InputError } from "../../errors.ts";
import { sampleValue } from "./_match_values.ts";
import { NoticeCounter } from "../notice_counter.ts";
import type { Notice } from "../notices.ts";
import { namedColumn } from "./_phenotype_choice.ts";
import type { PhenotypeIds } from "./phenotype_ids.ts";
import type { PhenotypeTable } from "./phenotype_table.ts";

/**
 * The group of each sample that stays together in the split, such as its donor; "" where the table names none.
 *
 * @param name The column, in any case of letters.
 * @throws {InputError} If there is no such column, or all samples are of one group.
 */
export async function groupsOf(
  table: PhenotypeTable,
  ids: PhenotypeIds,
  samples: readonly string[],
  name: string,
): Promise<string[]> {
  const { texts } = await namedColumn(table, name);
  const groups = samples.map((sample) => sampleValue(table, ids, texts, sample)?.text ?? "");
  const distinct = new Set(groups.filter((group) => group !== ""));
  if (distinct.size > 1) return groups;
  const what = distinct.size === 0
    ? "names no group for any sample"
    : `names the same group, ${[...distinct][0]}, for all samples`;
  throw new InputError(
    `--group-column: got "${name}", but that column of ${table.path} ${what}; name one that tells donors apart, or ` +
      "leave the option out",
  );
}

/** How many groups there are, and samples without one. */
export function reportGroups(groups: readonly string[], samples: readonly string[]): Notice[] {
  const notices = new NoticeCounter();
  for (const group of new Set(groups)) if (group !== "") notices.add("groups", group);
  groups.forEach((group, i) => {
    if (group === "") notices.add("groupless-samples", samples[i]);
  });
  return notices.report();
}

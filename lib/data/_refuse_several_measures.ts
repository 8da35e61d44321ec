import { InputError } from "../errors.ts";

/** What a column of a sample is called besides the sample: what was counted, in what unit, of which strand. */
const MEASURE = "(?:(?:raw|read|expected|normali[sz]ed)[._ -]?)?counts?|rpkm|cpm|" +
  "(?:tpm|fpkm(?:_uq)?)(?:_unstranded)?|unstranded|stranded_(?:first|second)|forward|reverse";
const FORMS = [
  new RegExp(`^(?<sample>.+?)[._ :-](?<measure>${MEASURE})$`, "i"),
  new RegExp(`^(?<measure>${MEASURE})[._ :-](?<sample>.+)$`, "i"),
];

/**
 * Refuses a table with several columns for each sample, such as S1_count and S1_FPKM: each would train as a sample.
 *
 * @throws {InputError} If half of the columns or more are of samples that have several.
 */
export function refuseSeveralMeasures(path: string, ids: readonly string[]): void {
  const bySample = new Map<string, { readonly id: string; readonly measure: string }[]>();
  for (const id of ids) {
    const { sample, measure } = FORMS.map((form) => form.exec(id)?.groups).find(Boolean) ?? {};
    if (sample === undefined) continue;
    bySample.set(sample, [...bySample.get(sample) ?? [], { id, measure: measure! }]);
  }
  const several = [...bySample.values()].filter(({ length }) => length > 1);
  if (several.length === 0 || 2 * several.flat().length < ids.length) return;
  const first = several[0]!;
  throw new InputError(
    `Cannot read ${path}: several columns for each sample (${
      first.map(({ id }) => id).join(", ")
    }); keep one kind of ` + `them, such as ${first[0]!.measure}`,
  );
}

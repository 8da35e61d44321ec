/** A column of texts by its name. */
export interface TextColumn {
  readonly name: string;
  readonly texts: readonly string[];
}

/**
 * Makes columns of cells that hold keys and values, a column per key: of GEO's characteristics, which say "tissue: lung",
 * and of the Sequence Read Archive's attributes in recount3, "age;;50|tissue;;lung". A key may stand in several of GEO's
 * columns, as the cells of a sample that lacks one move up.
 *
 * @returns The columns in their order; those that hold anything else under that name stay as they are.
 */
export function splitCharacteristics(columns: readonly TextColumn[]): TextColumn[] {
  const keys = new Map<string, string[]>(), result: TextColumn[] = [];
  for (const column of columns) {
    const pairsOf = pairsIn(column);
    if (!pairsOf) {
      result.push(column);
      continue;
    }
    column.texts.forEach((text, row) => {
      for (const [key, value] of pairsOf(text)) {
        let texts = keys.get(key);
        if (!texts) {
          texts = column.texts.map(() => "");
          keys.set(key, texts);
          result.push({ name: key, texts });
        }
        texts[row] = value;
      }
    });
  }
  return result;
}

type Pairs = (text: string) => (readonly [key: string, value: string])[];

/** How the cells of a column are taken apart; undefined where they hold no keys. */
function pairsIn({ name, texts }: TextColumn): Pairs | undefined {
  const known = texts.filter((text) => text !== "");
  const areAll = (pattern: RegExp) => known.length > 0 && known.every((text) => pattern.test(text));
  if (/^characteristics/i.test(name) && areAll(/^[^:]+:/)) {
    return (text) => text === "" ? [] : [pairAt(text, ":")];
  }
  if (/(?:^|\.)sample_attributes$/i.test(name) && areAll(/^[^;|]+;;[^|]*(?:\|[^;|]+;;[^|]*)*$/)) {
    return (text) => text === "" ? [] : text.split("|").map((pair) => pairAt(pair, ";;"));
  }
}

function pairAt(text: string, mark: string): readonly [key: string, value: string] {
  const at = text.indexOf(mark);
  return [text.slice(0, at).trim(), text.slice(at + mark.length).trim()];
}

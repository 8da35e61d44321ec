/** A column of texts by its name. */
export interface TextColumn {
  readonly name: string;
  readonly texts: readonly string[];
}

/**
 * Makes columns of GEO's characteristics, which say "tissue: lung" in one cell: a column per key, "tissue". A key may
 * stand in several of these columns, as the cells of a sample that lacks one move up.
 *
 * @returns The columns in their order; those that hold anything else under that name stay as they are.
 */
export function splitCharacteristics(columns: readonly TextColumn[]): TextColumn[] {
  const keys = new Map<string, string[]>(), result: TextColumn[] = [];
  for (const column of columns) {
    if (!isCharacteristics(column)) {
      result.push(column);
      continue;
    }
    column.texts.forEach((text, row) => {
      const at = text.indexOf(":"), key = text.slice(0, at).trim();
      if (text === "") return;
      let texts = keys.get(key);
      if (!texts) {
        texts = column.texts.map(() => "");
        keys.set(key, texts);
        result.push({ name: key, texts });
      }
      texts[row] = text.slice(at + 1).trim();
    });
  }
  return result;
}

function isCharacteristics({ name, texts }: TextColumn): boolean {
  const known = texts.filter((text) => text !== "");
  return /^characteristics/i.test(name) && known.length > 0 &&
    known.every((text) => /^[^:]+:/.test(text));
}

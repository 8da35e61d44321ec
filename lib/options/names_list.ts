/**
 * A list of names as a command line takes it: separated by commas, or as JSON where a name has one, or blanks around
 * it, or the first begins as JSON does.
 *
 * @example
 * ```ts
 * import { namesOf, namesText } from "./names_list.ts";
 * if (namesText(["sex", "stage"]) !== "sex,stage") throw new Error("not as it is typed");
 * const names = ["age, years", "stage"];
 * if (namesOf(namesText(names)).join("|") !== names.join("|")) throw new Error("not the same names");
 * ```
 */
export function namesText(names: readonly string[]): string {
  const isPlain = (name: string) => name === name.trim() && !name.includes(",");
  const text = names.join(",");
  return names.every(isPlain) && !text.startsWith("[") ? text : JSON.stringify(names);
}

/** The names in such a text; an empty one where a comma has none beside it. */
export function namesOf(text: string): string[] {
  const listed = text.startsWith("[") ? fromJson(text) : undefined;
  return listed ?? text.split(",").map((name) => name.trim());
}

/** Undefined where a text only begins as JSON does. */
function fromJson(text: string): string[] | undefined {
  try {
    const list: unknown = JSON.parse(text);
    const isList = Array.isArray(list) && list.length > 0;
    return isList && list.every((name) => typeof name === "string") ? list : undefined;
  } catch {
    return undefined;
  }
}

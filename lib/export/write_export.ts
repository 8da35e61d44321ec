import { createHash } from "node:crypto";
import { InputError } from "../errors.ts";
import { makeFolder } from "../files/make_folder.ts";
import { TEMPORARY } from "../files/new_file.ts";
import { removeLeftOvers } from "../files/remove_left_overs.ts";
import { unlessMissing } from "../files.ts";
import type { ResultFolder } from "../sweep/open_result_folder.ts";
import { croissantCard, type WrittenFile } from "./croissant.ts";
import { ExportFile } from "./_export_file.ts";
import { type ExportFormat, FORMATS } from "./formats.ts";

/** The data card's name. */
const CARD = "croissant.json";

/**
 * Writes a sweep, finished or not, as another tool's files, with a data card beside them. All files get their names
 * once all are written; those of an earlier export are replaced.
 *
 * @param input What is exported.
 * @param out The folder that is written in, made where there is none.
 * @returns The names of the files.
 * @throws {InputError} If the format cannot hold the sweep, or the folder holds anything else, or an export that was
 * changed since, such as by an optimizer that went on from it.
 * @throws {StorageError} If there is no room or no access.
 */
export function writeExport(
  input: ResultFolder,
  out: string,
  { format }: { readonly format: ExportFormat },
): readonly string[] {
  const planned = FORMATS[format](input), names = [...planned.map(({ name }) => name), CARD];
  makeFolder(out);
  removeLeftOvers(out); // of an export that was killed
  requireOwn(out, names);
  using open = new DisposableStack();
  const files = planned.map(({ content, ...plan }) => {
    const file = open.use(new ExportFile(`${out}/${plan.name}`));
    for (const piece of content) file.write(piece);
    const written: WrittenFile = { ...plan, size: file.size, hash: file.hash() };
    return { file, written };
  });
  const text = croissantCard(input, files.map(({ written }) => written));
  requireNothingAdded(out, text);
  const card = open.use(new ExportFile(`${out}/${CARD}`));
  card.write(text);
  for (const { file } of files) file.keep();
  card.keep();
  return names;
}

/** A folder holds nothing else than an earlier export that is as it was written. */
function requireOwn(out: string, names: readonly string[]): void {
  const found = [...Deno.readDirSync(out)].map(({ name }) => name)
    .filter((name) => !TEMPORARY.test(name)).sort();
  const refuse = (why: string) => {
    throw new InputError(
      `Cannot export to ${out}: ${why}; name a new folder with --out, or remove it`,
    );
  };
  const other = found.find((name) => !names.includes(name));
  if (other !== undefined) refuse(`it holds something else, ${other}`);
  if (found.length === 0) return;
  const strange = found.find((name) => !Deno.lstatSync(`${out}/${name}`).isFile);
  if (strange !== undefined) refuse(`${strange} is not a file`);
  const { distribution } = cardOf(out);
  const hashes = new Map(
    Array.isArray(distribution) ? distribution.map((file) => [file?.name, file?.sha256]) : [],
  );
  for (const name of found.filter((name) => name !== CARD)) {
    if (hashes.get(name) !== hashOf(`${out}/${name}`)) {
      refuse(`${name} is not as an export left it`);
    }
  }
}

/** What somebody wrote into an earlier card, such as its license, is not lost with it. */
function requireNothingAdded(out: string, text: string): void {
  const written = JSON.parse(text);
  const added = Object.keys(cardOf(out)).find((key) => !Object.hasOwn(written, key));
  if (added === undefined) return;
  throw new InputError(
    `Cannot export to ${out}: its ${CARD} has "${added}", which no export writes; name a new folder with --out, and ` +
      "write that into its card too",
  );
}

/** The SHA-256 of a file of any size. */
function hashOf(path: string): string {
  using file = Deno.openSync(path);
  const hash = createHash("sha256"), buffer = new Uint8Array(2 ** 20);
  for (let count; (count = file.readSync(buffer)) !== null;) hash.update(buffer.subarray(0, count));
  return hash.digest("hex");
}

/** The card of an earlier export; nothing without one. */
function cardOf(out: string): Readonly<Record<string, unknown>> {
  const path = `${out}/${CARD}`, text = unlessMissing(() => Deno.readTextFileSync(path), "{}");
  try {
    return Object(JSON.parse(text));
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new InputError(`Cannot read ${path}: it is not JSON; remove it`);
  }
}

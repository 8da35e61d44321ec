import { ROOT } from "../_task.ts";

/** A block of code in a document. */
export interface Block {
  readonly document: string;
  /** Of its first line, from 1. */
  readonly line: number;
  /** What stands after the fence; empty where nothing does, and where the block is indented. */
  readonly language: string;
  readonly lines: readonly string[];
}

/** Documents that tell users what to type, from the project's folder. */
export const DOCUMENTS: readonly string[] = [
  ...markdown(""),
  ...markdown("docs/"),
  ...markdown("data/"),
].filter((document) => document !== "CHANGELOG.md");

function markdown(folder: string): string[] {
  return [...Deno.readDirSync(`${ROOT}${folder}`)].map(({ name }) => `${folder}${name}`)
    .filter((path) => path.endsWith(".md")).sort();
}

/** A document's text. */
export function textOf(document: string): string {
  return Deno.readTextFileSync(`${ROOT}${document}`);
}

/** A document's blocks of code, fenced and indented. */
export function blocksOf(document: string): Block[] {
  const blocks: (Block & { lines: string[] })[] = [], lines = textOf(document).split("\n");
  let fenced = false, before = "";
  for (const [i, text] of lines.entries()) {
    const fence = /^```(.*)/.exec(text), block = blocks.at(-1), line = i + 1;
    if (fence) {
      fenced = !fenced;
      if (fenced) blocks.push({ document, line: line + 1, language: fence[1]!, lines: [] });
    } else if (fenced) {
      block!.lines.push(text);
    } else if (/^ {4}\S/.test(text) && before === "") {
      blocks.push({ document, line, language: "", lines: [text.slice(4)] });
    } else if (/^ {4}/.test(text) && block && block.line + block.lines.length === line) {
      block.lines.push(text.slice(4));
    }
    before = text;
  }
  return blocks;
}

/** A command that a document tells to type. */
export interface DocumentedCommand {
  /** As it is typed, without the comment behind it, and with `deno` for what fetches Deno. */
  readonly text: string;
  /** Documents and lines that say so. */
  readonly places: readonly string[];
}

/** Commands in the blocks and between the backquotes of all documents. */
export function documentedCommands(): DocumentedCommand[] {
  const places = new Map<string, string[]>();
  for (const document of DOCUMENTS) {
    const inBlocks = blocksOf(document).flatMap(({ line, lines }) =>
      lines.map((text, i) => [text, line + i] as const)
    );
    const inline = textOf(document).split("\n").flatMap((text, i) =>
      [...text.matchAll(/`([^`]+)`/g)].map(([, code]) => [code!, i + 1] as const)
    );
    for (const [text, line] of [...inBlocks, ...inline]) {
      const command = asTyped(text);
      if (command === null) continue;
      places.set(command, [...places.get(command) ?? [], `${document}:${line}`]);
    }
  }
  return [...places].map(([text, places]) => ({ text, places }));
}

/** A command of Deno without its comment; null for anything else, and for `deno task …`, which stands for any. */
function asTyped(text: string): string | null {
  const [command] = text.replace(/^npx --yes deno@\S+ /, "deno ").split(/ {2,}/);
  return /^([A-Z_]+=\S+ )?deno (task|run|test) \S/.test(command!) && !command!.endsWith("…")
    ? command!.trim()
    : null;
}

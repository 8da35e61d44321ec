import { InputError } from "../errors.ts";
import { projectPath } from "../project.ts";

/**
 * The code of one exported thing as Markdown, as it is now: a notebook that shows code this way cannot
 * show what the library no longer does.
 *
 * @param path Of a file in lib/, such as "models/vae.ts".
 * @param name What it exports, such as "vae".
 * @throws {InputError} If there is no such file, or it exports nothing of that name.
 *
 * @example
 * ```ts
 * import { sourceOf } from "./source_of.ts";
 * const code = await sourceOf("models/vae.ts", "vae");
 * if (!code.includes("klDivergence(mean, logVariance)")) throw new Error("the formula is missing");
 * ```
 */
export async function sourceOf(path: string, name: string): Promise<string> {
  const text = await Deno.readTextFile(projectPath(`lib/${path}`)).catch((cause) => {
    throw new InputError(`Cannot show lib/${path}: there is no such file`, { cause });
  });
  const lines = text.split("\n");
  const start = lines.findIndex((line) => new RegExp(`^export .*\\b${name}\\b`).test(line));
  if (start < 0) throw new InputError(`Cannot show ${name}: lib/${path} does not export it`);
  const length = lines.slice(start).findIndex((line) => /^[})]+;?$/.test(line)) + 1;
  const code = lines.slice(start, start + length).join("\n");
  return `\`lib/${path}\`\n\n\`\`\`typescript\n${code}\n\`\`\``;
}

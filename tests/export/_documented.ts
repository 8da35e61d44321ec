import { strict as assert } from "node:assert";
import { importance } from "../../lib/analysis/importance.ts";
import type { ImportanceOptions } from "../../lib/analysis/importance.ts";
import type { ExportFormat } from "../../lib/export/formats.ts";
import { writeExport } from "../../lib/export/write_export.ts";
import { openResultFolder, type ResultFolder } from "../../lib/sweep/open_result_folder.ts";
import { projectPath } from "../../lib/project.ts";

/** The sweep that comes with the project, which docs/export.md speaks of. */
export const reference: () => ResultFolder = () =>
  openResultFolder(projectPath("outputs/reference"));

/**
 * Exports the project's sweep and runs the Python of docs/export.md on it, as it stands there.
 *
 * @param python With the tool.
 * @param heading Of the section that has the program.
 * @returns What it prints as JSON, line by line.
 */
export async function runDocumented(
  python: string,
  { format, heading }: { readonly format: ExportFormat; readonly heading: string },
  // deno-lint-ignore no-explicit-any -- JSON
): Promise<any[]> {
  const page = Deno.readTextFileSync(projectPath("docs/export.md"));
  const [, section] = page.split(`\n## ${heading}\n`);
  const [, program] = /```python\n(.*?)```/s.exec(section!)!;
  const folder = Deno.makeTempDirSync({ prefix: "vae-sensitivity-export-" });
  try {
    writeExport(reference(), `${folder}/export`, { format });
    const { success, stdout, stderr } = await new Deno.Command(python, {
      args: ["-c", program!, `${folder}/export`],
      cwd: folder,
      // Tools write settings and caches there.
      env: { HOME: folder, MPLCONFIGDIR: folder, PYTHONWARNINGS: "ignore" },
    }).output();
    assert.ok(success, new TextDecoder().decode(stderr));
    const lines = new TextDecoder().decode(stdout).split("\n");
    return lines.filter((line) => line.startsWith('{"')).map((line) => JSON.parse(line));
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** The share of the variance of the grid's means that each axis has alone, as its tools count it: with the noise. */
export function ownShares(
  { axes }: ResultFolder,
  results: ResultFolder["results"],
  options: ImportanceOptions = {},
): Record<string, number> {
  const rows = importance(results, { axes, ...options }).toRecords()
    .filter(({ kind }) => kind === "effect");
  const whole = rows.reduce((sum, { variance }) => sum + Number(variance), 0);
  return Object.fromEntries(
    rows.filter(({ order }) => order === 1)
      .map(({ axes, variance }) => [axes, Number(variance) / whole]),
  );
}

/** Names in the order of their numbers, the largest first. */
export function ranked(shares: Readonly<Record<string, number>>): string[] {
  return Object.entries(shares).sort((a, b) => b[1] - a[1]).map(([name]) => name);
}

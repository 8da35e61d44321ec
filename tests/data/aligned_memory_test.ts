import { strict as assert } from "node:assert";
import { writeAll } from "../../lib/files/write_all.ts";
import { projectPath } from "../../lib/project.ts";
import { inFolder } from "./_files.ts";
import { measured } from "./_peak_memory.ts";

/** Writes a table of ones, twos and threes, with samples or genes as rows. */
function writeTable(path: string, samples: number, genes: number, rows: "samples" | "genes"): void {
  const names = (name: string, count: number) => Array.from({ length: count }, (_, i) => name + i);
  const sides = [names("S", samples), names("GENE", genes)];
  const [lines, across] = (rows === "samples" ? sides : sides.toReversed()) as [string[], string[]];
  const numbers = across.map((_, i) => i % 3 + 1).join(",");
  using file = Deno.openSync(path, { write: true, create: true, truncate: true });
  const write = (text: string) => writeAll(file, new TextEncoder().encode(text));
  write(`id,${across.join(",")}\n`);
  for (let at = 0; at < lines.length; at += 100) {
    write(lines.slice(at, at + 100).map((id) => `${id},${numbers}\n`).join(""));
  }
}

Deno.test({
  name:
    "alignSamples() takes memory for some samples at a time, whatever their number and whichever side they are on",
  ignore: Deno.build.os !== "linux",
  fn: () =>
    inFolder(async (folder) => {
      const genes = 1000, config = projectPath("deno.json"), path = `${folder}/m.csv`;
      const program = projectPath("tests/data/_align_process.ts");
      for (const rows of ["samples", "genes"] as const) {
        const [few, many] = await Promise.all([50_000, 200_000].map(async (samples) => {
          const file = `${path}-${samples}`;
          writeTable(file, samples, genes, rows);
          const args = ["run", "-A", `--config=${config}`, program, file, folder, `${genes}`];
          const { code, out, err, peak } = await measured(Deno.execPath(), args);
          Deno.removeSync(file);
          assert.equal(code, 0, err);
          assert.equal(JSON.parse(out).rows, samples);
          return peak;
        })) as [number, number];
        const grown = (many - few) / 1e6, matrix = 4 * 150_000 * genes / 1e6;
        console.log(`rows are ${rows}: ${grown.toFixed()} MB more for ${matrix} MB of numbers`);
        assert.ok(grown < matrix / 2, `${grown} MB more`);
      }
    }),
});

import { InputError } from "../../errors.ts";
import type { DataFormat } from "./format.ts";

/** GCT 1.2, as GenePattern and GTEx write it: a version, the sizes, then genes with a description each. */
export const gct: DataFormat = {
  name: "GCT",
  endings: ["gct"],
  isNative: false,
  recognize: (start) => start.startsWith("#1.2"),
  async read(path, receiver) {
    const [, , header, ...rows] = (await Deno.readTextFile(path)).trimEnd().split(/\r?\n/);
    const samples = header!.split("\t").slice(2), values = new Float32Array(samples.length);
    receiver.header(samples);
    rows.forEach((row, i) => {
      const [gene, , ...cells] = row.split("\t");
      if (cells.length !== samples.length) {
        throw new InputError(
          `Cannot read ${path}, line ${i + 4}: ${cells.length} numbers, not ${samples.length}`,
        );
      }
      cells.forEach((cell, at) => values[at] = Number(cell));
      receiver.line(gene!, values, 0);
    });
    return {
      linesAreRows: true,
      rowsByDefault: { rows: "genes", why: "GCT" },
      place: (line, across) => `line ${line + 4}, column ${across + 3}`,
      idPlace: (side, at) => side === "lines" ? `line ${at + 4}` : `column ${at + 3}`,
    };
  },
};

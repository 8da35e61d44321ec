import { basename, dirname, join } from "node:path";
import { InputError } from "../../errors.ts";

/** The three files of a 10x matrix. */
export interface TenxFiles {
  readonly matrix: string;
  readonly features: string;
  readonly barcodes: string;
}

const MATRIX = /^(.*?)(matrix|counts)?\.mtx(\.(gz|bz2|xz|zst|zip))?$/i;
const FEATURES = /^(features|genes)\.tsv(\.\w+)?$/i, BARCODES = /^barcodes\.tsv(\.\w+)?$/i;

/** Whether names of a folder's files have a matrix among them. */
export function hasMatrix(names: readonly string[]): boolean {
  return names.some((name) => MATRIX.test(name));
}

/**
 * The files of a matrix by their names, which may have something before them in common, such as `GSM123_`.
 *
 * @param path Their folder, or the .mtx file itself.
 * @throws {InputError} If one is missing, or a folder holds several matrices.
 */
export function tenxFiles(path: string): TenxFiles {
  const isFolder = Deno.statSync(path).isDirectory, folder = isFolder ? path : dirname(path);
  const names = Array.from(Deno.readDirSync(folder), ({ name }) => name).sort();
  const matrices = isFolder ? names.filter((name) => MATRIX.test(name)) : [basename(path)];
  const found = matrices.flatMap((matrix) => {
    const beside = companions(matrix, names);
    return beside ? [{ matrix, ...beside }] : [];
  });
  const [files, ...more] = found;
  if (!files) {
    throw new InputError(
      `Cannot read ${path}: ${
        matrices[0]
      } needs features.tsv (or genes.tsv) and barcodes.tsv beside it, ` +
        "called alike (GSM1_matrix.mtx, GSM1_features.tsv, …), compressed or not",
    );
  }
  if (more.length > 0) {
    const shown = found.slice(0, 3).map(({ matrix }) => matrix).join(", ");
    throw new InputError(
      `Cannot read ${path}: it holds ${found.length} matrices (${shown}${
        found.length > 3 ? ", …" : ""
      }); give the path of one .mtx file`,
    );
  }
  return {
    matrix: join(folder, files.matrix),
    features: join(folder, files.features),
    barcodes: join(folder, files.barcodes),
  };
}

/** The files that belong to a matrix: with the same beginning of their names, else with none. */
function companions(matrix: string, names: readonly string[]) {
  const prefix = MATRIX.exec(matrix)?.[1] ?? matrix.replace(/\..*$/, "");
  for (const start of new Set([prefix, prefix.replace(/[^_.-]+$/, ""), ""])) {
    const find = (pattern: RegExp) =>
      names.find((name) => name.startsWith(start) && pattern.test(name.slice(start.length)));
    const features = find(FEATURES), barcodes = find(BARCODES);
    if (features !== undefined && barcodes !== undefined) return { features, barcodes };
  }
}

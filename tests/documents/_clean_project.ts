import { type Ended, ROOT } from "../_task.ts";
import { gzipSync } from "node:zlib";

/** What a task needs of the project; the rest of a fresh copy is empty. */
const COPIED = ["lib", "docs", "notebooks", "mod.ts", "deno.json", "deno.lock"];
/** Installed once per machine: linked. */
const LINKED = ["node_modules", ".cache", ".venv", "tests"];

/** A copy of the project in which nothing has been computed yet, as a user has it after the set-up. */
export class CleanProject implements AsyncDisposable {
  private constructor(readonly folder: string) {}

  static async make(): Promise<CleanProject> {
    const folder = await Deno.makeTempDir({ prefix: "vae-sensitivity-project-" });
    await new Deno.Command("cp", { args: ["-r", ...COPIED, folder], cwd: ROOT }).output();
    for (const name of LINKED) {
      const there = await Deno.stat(`${ROOT}${name}`).then(() => true, () => false);
      if (there) await Deno.symlink(`${ROOT}${name}`, `${folder}/${name}`);
    }
    await Deno.mkdir(`${folder}/data`);
    return new CleanProject(folder);
  }

  /** What a command line prints and ends with, given in this folder by a shell. */
  async run(command: string, environment: Readonly<Record<string, string>> = {}): Promise<Ended> {
    // Where the tests are a task themselves, they have the folder of that.
    const { INIT_CWD: _, ...inherited } = Deno.env.toObject();
    const { code, stdout, stderr } = await new Deno.Command("sh", {
      args: ["-c", command],
      cwd: this.folder,
      clearEnv: true,
      env: { ...inherited, NO_COLOR: "1", ...environment },
      stdin: "null",
    }).output();
    const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
    return { code, out: text(stdout), err: text(stderr) };
  }

  /** Writes a small cohort: a table with a row or a column for each sample, and a table of types. */
  async writeCohort(
    { matrix, phenotype, ...cohort }: {
      readonly matrix: string;
      readonly phenotype: string;
      /** Titles of the phenotype table's two columns. */
      readonly columns: readonly [sample: string, type: string];
      readonly samples: readonly string[];
      readonly genes: readonly string[];
      /** Whether a row is a sample. @default false */
      readonly samplesInRows?: boolean;
    },
  ): Promise<void> {
    const { columns, samples, genes, samplesInRows = false } = cohort;
    const cut = matrix.endsWith(".csv") ? "," : "\t";
    const [rows, titles] = samplesInRows ? [samples, genes] : [genes, samples];
    const count = (row: number, column: number) => (row * 7919 + column * 104729) % 97;
    const table = [
      ["", ...titles],
      ...rows.map((row, i) => [row, ...titles.map((_, j) => count(i, j))]),
    ].map((cells) => `${cells.join(cut)}\n`).join("");
    const types = [columns, ...samples.map((sample, i) => [sample, `type ${i % 3}`])]
      .map((cells) => `${cells.join(phenotype.endsWith(".csv") ? "," : "\t")}\n`).join("");
    await this.write(matrix, table);
    await this.write(phenotype, types);
  }

  /** Writes a text, packed where the name ends with .gz. */
  async write(name: string, text: string): Promise<void> {
    const bytes = new TextEncoder().encode(text);
    const packed = name.endsWith(".gz") ? gzipSync(bytes) : bytes;
    await Deno.writeFile(`${this.folder}/${name}`, packed);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Deno.remove(this.folder, { recursive: true });
  }
}

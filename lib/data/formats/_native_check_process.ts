/**
 * Reads a Parquet or AnnData file to its end and keeps nothing: a separate process, which a damaged file may crash
 * or hang. Takes the path, and what to read of it as JSON. Prints a sign of life now and then, and last what is
 * wrong with the file, if anything.
 *
 * @module
 */
import { InputError } from "../../errors.ts";
import { NoticeCounter } from "../notice_counter.ts";
import { formatOf } from "./mod.ts";
import type { NativeCheckOptions } from "./_native_check.ts";
import type { PhenotypeTable } from "../phenotype/phenotype_table.ts";
import type { TableReceiver } from "../table.ts";

if (import.meta.main) {
  const [path, given] = Deno.args as [string, string], notices = new NoticeCounter();
  const { as, ...options }: NativeCheckOptions = JSON.parse(given);
  const receiver: TableReceiver = { header: () => {}, line: () => {}, leaveOut: () => {} };
  using _watch = watchMemory();
  let said = performance.now();
  const alive = () => {
    if (performance.now() - said < 1000) return;
    said = performance.now();
    console.log("{}");
  };
  try {
    const format = await formatOf(path);
    if (as === "phenotype") await readAll(await format.phenotype?.read(path), alive);
    else {
      await format.read(path, receiver, notices, { ...options, onProgress: alive });
      await format.phenotype?.check?.(path);
    }
    console.log(JSON.stringify({ sound: true }));
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    console.log(JSON.stringify({ problem: error.message }));
  }
}

/** Says now and then how much memory this process has. */
function watchMemory(): Disposable {
  const watch = new Worker(new URL("./_native_check_watch.ts", import.meta.url), {
    type: "module",
  });
  return { [Symbol.dispose]: () => watch.terminate() };
}

/** Reads every column: a damaged one matters only if it is asked for. */
async function readAll(table: PhenotypeTable | undefined, alive: () => void): Promise<void> {
  for (const at of table?.names.keys() ?? []) {
    try {
      await table!.column(at);
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
    }
    alive();
  }
}

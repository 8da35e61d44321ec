/**
 * Reads a Parquet or AnnData file to its end and keeps nothing: a separate process, which a damaged file may crash
 * or hang. Takes the path, and the options of reading as JSON. Prints a sign of life now and then, and last what is
 * wrong with the file, if anything.
 *
 * @module
 */
import { InputError } from "../../errors.ts";
import { NoticeCounter } from "../notice_counter.ts";
import { formatOf } from "./mod.ts";
import type { TableReceiver } from "../table.ts";

if (import.meta.main) {
  const [path, options] = Deno.args as [string, string], notices = new NoticeCounter();
  const receiver: TableReceiver = { header: () => {}, line: () => {}, leaveOut: () => {} };
  let said = performance.now();
  const alive = () => {
    if (performance.now() - said < 1000) return;
    said = performance.now();
    console.log("{}");
  };
  try {
    const format = await formatOf(path);
    await format.read(path, receiver, notices, { ...JSON.parse(options), onProgress: alive });
    await format.phenotype?.check?.(path);
    console.log(JSON.stringify({ sound: true }));
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    console.log(JSON.stringify({ problem: error.message }));
  }
}

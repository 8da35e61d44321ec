/**
 * A program that appends records to a journal of its own, each said on standard output once it is kept.
 *
 * Arguments: folder, first and last number of its records; `records` for these alone, without the notes that
 * runs begin.
 */
import { JournalWriter } from "../../lib/sweep/store/journal.ts";
import { readOutcomes } from "../../lib/sweep/store/outcomes.ts";
import { trainedRecord } from "../sweep/_records.ts";

const [folder, first, last, only] = Deno.args as [string, string, string, string?];
const known = new Set(readOutcomes(folder).records.map(({ run }) => run));
using journal = new JournalWriter(folder);
for (let number = Number(first); number <= Number(last); number++) {
  if (known.has(`${number}`)) continue;
  try {
    if (only !== "records") journal.begin(`${number}`);
    journal.append(trainedRecord(`${number}`));
    console.log(`kept ${number}`);
  } catch (error) {
    console.log(`${(error as Error).name} ${number}`);
  }
}

import { strict as assert } from "node:assert";
import { JournalWriter, readJournals } from "../../../lib/sweep/store/journal.ts";
import { recordOf, trainedRecord } from "../_records.ts";
import { temporaryFolder } from "../../_temporary.ts";

/** The only journal of a folder, with its bytes. */
function onlyFile(folder: string): { path: string; bytes: Uint8Array } {
  const names = [...Deno.readDirSync(folder)].map(({ name }) => name);
  assert.equal(names.length, 1);
  const path = `${folder}/${names[0]}`;
  return { path, bytes: Deno.readFileSync(path) };
}

function written(...runs: string[]): string {
  const folder = temporaryFolder();
  using journal = new JournalWriter(folder);
  for (const run of runs) journal.append(trainedRecord(run));
  return folder;
}

Deno.test("JournalWriter and readJournals() give back what was appended", () => {
  const folder = written("a", "b");
  assert.deepEqual(readJournals(folder), {
    records: [trainedRecord("a"), trainedRecord("b")],
    damaged: [],
  });
});

Deno.test("readJournals() keeps every whole record of a file cut at any byte, and counts a torn one", () => {
  const { path, bytes } = onlyFile(written("a", "b", "c")),
    folder = path.slice(0, path.lastIndexOf("/"));
  const ends = [...bytes.keys()].filter((i) => bytes[i] === 10).map((i) => i + 1);
  for (let cut = 0; cut <= bytes.length; cut++) {
    Deno.writeFileSync(path, bytes.subarray(0, cut));
    const { records, damaged } = readJournals(folder);
    // A line that lacks its newline alone is whole.
    const whole = ends.filter((end) => end - 1 <= cut).length,
      torn = cut > 0 && !ends.includes(cut) && !ends.includes(cut + 1);
    assert.equal(records.length, whole, `cut at ${cut}`);
    const begins = Math.max(0, ...ends.filter((end) => end <= cut));
    assert.deepEqual(damaged.map(({ offset }) => offset), torn ? [begins] : [], `cut at ${cut}`);
  }
});

Deno.test("readJournals() accepts no record with a changed byte", () => {
  const { path, bytes } = onlyFile(written("a", "b")),
    folder = path.slice(0, path.lastIndexOf("/"));
  const honest = JSON.stringify([trainedRecord("a"), trainedRecord("b")]);
  for (let at = 0; at < bytes.length; at++) {
    const changed = bytes.slice();
    changed[at]! ^= 1;
    Deno.writeFileSync(path, changed);
    const { records, damaged } = readJournals(folder);
    for (const record of records) assert.ok(honest.includes(JSON.stringify(record)), `byte ${at}`);
    assert.ok(damaged.length >= 1 && records.length <= 1, `byte ${at}`);
  }
});

Deno.test("readJournals() lets a finished run stand, and a failed one give way", () => {
  const folder = temporaryFolder();
  using journal = new JournalWriter(folder);
  journal.append(recordOf("a", { startedAt: "1" }));
  journal.append(recordOf("a", { startedAt: "2", error: "later" }));
  assert.equal(readJournals(folder).records[0]!.error, "later");
  journal.append(trainedRecord("a", { testMse: 0.1 }));
  journal.append(trainedRecord("a", { testMse: 0.2 }));
  journal.append(recordOf("a", { startedAt: "9" }));
  assert.deepEqual(readJournals(folder).records.map(({ testMse }) => testMse), [0.1]);
});

Deno.test("JournalWriter makes no file before the first record, and two writers never share one", () => {
  const folder = temporaryFolder();
  using first = new JournalWriter(folder);
  assert.equal([...Deno.readDirSync(folder)].length, 0);
  first.append(recordOf("a"));
  using second = new JournalWriter(folder);
  second.append(recordOf("b"));
  assert.equal([...Deno.readDirSync(folder)].length, 2);
});

Deno.test("readJournals() refuses a format newer than it knows", () => {
  const folder = temporaryFolder();
  using journal = new JournalWriter(folder);
  journal.append(recordOf("a", { format: 99 }));
  assert.throws(() => readJournals(folder), /its format 99 is newer than this program's/);
});

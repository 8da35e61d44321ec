import { strict as assert } from "node:assert";
import { readJournals } from "../../lib/sweep/store/journal.ts";
import { trainedRecord } from "../sweep/_records.ts";
import { available, journalLines, ROOT } from "./_sweep.ts";
import { temporaryFolder } from "../_temporary.ts";

const STRACE = { ignore: !available("strace") };

const RECORDS = 4;

/** Appends to a folder's journals with faults injected by strace; what it said to have kept, and its refusals. */
async function append(
  folder: string,
  inject: string | undefined,
): Promise<{ kept: string[]; refused: string[]; survived: boolean }> {
  const trace = ["-f", "-qqq", "-o", "/dev/null", "-e", `inject=${inject}`];
  const program = [Deno.execPath(), "run", "--quiet", "-A", `--config=${ROOT}deno.json`];
  const command = [
    ...inject === undefined ? [] : ["strace", ...trace],
    ...[...program, `${ROOT}tests/faults/_append.ts`, folder, "1", `${RECORDS}`],
  ];
  const { stdout, code, stderr } = await new Deno.Command(command[0]!, { args: command.slice(1) })
    .output();
  const lines = new TextDecoder().decode(stdout).split("\n");
  assert.doesNotMatch(new TextDecoder().decode(stderr), /strace: /);
  const those = (word: string) =>
    lines.filter((line) => line.startsWith(word)).map((line) => line.split(" ")[1]!);
  return { kept: those("kept"), refused: those("StorageError"), survived: code === 0 };
}

/** Repeats a fault at a later and later moment until it comes too late, and what was done resumes after each. */
async function everyMoment(
  fault: (moment: number) => string,
  check: (folder: string, outcome: Awaited<ReturnType<typeof append>>) => void,
): Promise<number> {
  const golden = Array.from({ length: RECORDS }, (_, i) => trainedRecord(`${i + 1}`));
  for (let moment = 1; moment < 100; moment++) {
    const results = temporaryFolder(), folder = `${results}/runs`;
    const outcome = await append(folder, fault(moment));
    check(folder, outcome);
    // The same fault again while what was lost is made up for, then nothing in the way.
    await append(folder, fault(moment));
    await append(folder, undefined);
    const { records } = readJournals(folder);
    assert.deepEqual(
      [...records].sort((a, b) => a.run < b.run ? -1 : 1),
      golden,
      `moment ${moment}`,
    );
    const runs = journalLines(results).flatMap(({ lines }) => lines).filter((line) =>
      line.includes('"record"')
    );
    assert.ok(runs.length <= RECORDS + 2, "a kept run was made again");
    if (outcome.kept.length === RECORDS && outcome.refused.length === 0) return moment;
  }
  throw new Error("the fault never came too late");
}

Deno.test(
  "JournalWriter loses nothing that it said to have kept, killed at any write and again while resuming",
  STRACE,
  async () => {
    const moments = await everyMoment(
      (moment) => `write:signal=KILL:when=${moment}`,
      (folder, { kept }) => {
        const { records, damaged } = readJournals(folder);
        for (const run of kept) {
          assert.ok(
            records.some((record) => record.run === run),
            `lost ${run}`,
          );
        }
        assert.ok(records.length <= kept.length + 1 && damaged.length <= 1);
      },
    );
    console.log(`  killed at each of ${moments - 1} writes`);
  },
);

Deno.test(
  "JournalWriter loses nothing on a disk that is full from any write on, and again while resuming",
  STRACE,
  async () => {
    let refusing = 0;
    const moments = await everyMoment(
      (moment) => `write:error=ENOSPC:when=${moment}+`,
      (folder, { kept }) => {
        const { records, damaged } = readJournals(folder);
        // Its own messages are writes as well, so it may have kept more than it could say.
        for (const run of kept) assert.ok(records.some((record) => record.run === run), run);
        assert.deepEqual(damaged, []);
        if (records.length < RECORDS) refusing++;
      },
    );
    assert.ok(refusing >= RECORDS, `records were refused in ${refusing} of ${moments} moments`);
    console.log(`  full from each of ${moments - 1} writes on`);
  },
);

Deno.test(
  "JournalWriter refuses a record that could not be flushed, and keeps the next one whole",
  STRACE,
  async () => {
    for (let moment = 1; moment <= RECORDS; moment++) {
      const folder = temporaryFolder();
      const { kept, refused } = await append(folder, `fdatasync:error=EIO:when=${moment}`);
      const { records, damaged } = readJournals(folder);
      assert.deepEqual([damaged, refused], [[], [`${moment}`]]);
      for (const run of kept) assert.ok(records.some((record) => record.run === run), run);
    }
  },
);

import { strict as assert } from "node:assert";
import { AttemptFollower, AttemptWriter } from "../../lib/sweep/slurm/_attempt.ts";
import { tagFolder } from "../../lib/sweep/slurm/_files.ts";
import { Ledger, readSubmissions } from "../../lib/sweep/slurm/_ledger.ts";
import { readJournals } from "../../lib/sweep/store/journal.ts";
import { trainedRecord } from "../sweep/_records.ts";
import { SmallDisk, smallDisks } from "./_small_disk.ts";
import { available, NO_CACHE, ROOT } from "./_sweep.ts";

const DISK = { ignore: !smallDisks() };
const STRACED = { ignore: !smallDisks() || !available("strace") };

const RECORDS = 60;

/** Appends records only, each the first thing after whatever is there; gives those that it said to have kept. */
function append(folder: string, ...before: string[]): string[] {
  const program = [Deno.execPath(), "run", "--quiet", "-A", `--config=${ROOT}deno.json`];
  const args = [`${ROOT}tests/faults/_append.ts`, folder, "1", `${RECORDS}`, "records"];
  const [command, ...rest] = [...NO_CACHE, ...before, ...program, ...args];
  const { stdout } = new Deno.Command(command!, { args: rest }).outputSync();
  return [...new TextDecoder().decode(stdout).matchAll(/^kept (\d+)$/gm)].map(([, run]) => run!);
}

/** A write is cut short by the full disk, and who would cut off what it left is killed before that. */
const TEARING = ["strace", "-f", "-qqq", "-o", "/dev/null", "-e", "inject=ftruncate:signal=KILL"];

Deno.test(
  "JournalWriter keeps every record whole beside lines that a full disk and a kill have torn, also while it makes up for them",
  STRACED,
  () => {
    using disk = new SmallDisk(12);
    const folder = `${disk.path}/runs`, kept = append(folder, ...TEARING);
    assert.ok(kept.length > 2 && kept.length < RECORDS, `${kept.length} kept`);
    assert.equal(readJournals(folder).damaged.length, 1, "a line is torn");
    // The same again while what is missing is made up for.
    disk.resize(20);
    kept.push(...append(folder, ...TEARING));
    assert.equal(readJournals(folder).damaged.length, 2, "another line is torn");
    disk.resize(1024);
    kept.push(...append(folder));
    const { records, damaged } = readJournals(folder);
    const missing = kept.filter((kept) => !records.some(({ run }) => run === kept));
    assert.deepEqual(missing, [], "said to be kept");
    assert.deepEqual([kept.length, records.length, damaged.length], [RECORDS, RECORDS, 2]);
    const run = (record: { readonly run: string }) => Number(record.run);
    assert.deepEqual(
      [...records].sort((a, b) => run(a) - run(b)),
      Array.from({ length: RECORDS }, (_, i) => trainedRecord(`${i + 1}`)),
    );
  },
);

Deno.test(
  "a list of submissions that a full disk has torn is cut before the next entry, each time",
  DISK,
  () => {
    using disk = new SmallDisk(12);
    const folder = disk.path, kept: string[] = [];
    const submit = (first: number, last: number) => {
      using ledger = new Ledger(folder);
      for (let tag = first; tag <= last; tag++) {
        ledger.write({ type: "submitting", tag: `${tag}`, name: `job-${tag}`, tasks: 1 });
        kept.push(`${tag}`);
      }
    };
    const torn = () => !Deno.readTextFileSync(`${folder}/slurm/jobs.jsonl`).endsWith("\n");
    for (const kibibytes of [16, 20]) {
      assert.throws(() => submit(kept.length, 999), /the disk is full/);
      assert.ok(torn(), "the last line is torn");
      disk.resize(kibibytes);
    }
    const last = kept.length;
    submit(last, last);
    assert.deepEqual([...readSubmissions(folder).keys()], kept);
    assert.equal(kept.length, last + 1);
  },
);

Deno.test(
  "a task's list of events stays whole on a full disk, and goes on when there is room",
  DISK,
  () => {
    using disk = new SmallDisk(16);
    const folder = disk.path, told: string[] = [];
    Deno.mkdirSync(tagFolder(folder, "a"), { recursive: true });
    using writer = new AttemptWriter(folder, "a", 0, "0-host-1");
    const tell = (run: number) => {
      writer.write({ type: "started", run: `${run}` });
      told.push(`${run}`);
    };
    assert.throws(() => {
      for (let run = 0; run < 9999; run++) tell(run);
    }, /the disk is full/);
    assert.ok(told.length > 100);
    disk.resize(64);
    tell(9999);
    const events = [...new AttemptFollower(folder, "a").poll()];
    assert.deepEqual(events.map(({ event }) => "run" in event && event.run), told);
  },
);

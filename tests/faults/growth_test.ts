import { strict as assert } from "node:assert";
import { cpuUsage } from "node:process";
import { formatLine } from "../../lib/sweep/store/_journal_line.ts";
import { writeAll } from "../../lib/files/write_all.ts";
import { JournalWriter } from "../../lib/sweep/store/journal.ts";
import { readOutcomes } from "../../lib/sweep/store/outcomes.ts";
import { trainedRecord } from "../sweep/_records.ts";
import { temporaryFolder } from "../_temporary.ts";

const LINUX = { ignore: Deno.build.os !== "linux" };

/** Bytes and calls that this process has written and read so far, as the kernel counts them. */
function traffic(): { written: number; writes: number; read: number } {
  const text = Deno.readTextFileSync("/proc/self/io");
  const value = (name: string) => Number(new RegExp(`^${name}: (\\d+)$`, "m").exec(text)![1]);
  return { written: value("wchar"), writes: value("syscw"), read: value("rchar") };
}

function size(folder: string): number {
  return [...Deno.readDirSync(folder)].reduce(
    (sum, { name }) => sum + Deno.statSync(`${folder}/${name}`).size,
    0,
  );
}

Deno.test(
  "JournalWriter writes each record once, to one file, however many there are",
  LINUX,
  () => {
    const folder = temporaryFolder();
    using journal = new JournalWriter(folder);
    const before = traffic();
    for (let run = 0; run < 2000; run++) {
      journal.begin(`${run}`);
      journal.append(trainedRecord(`${run}`));
    }
    const after = traffic(), written = after.written - before.written;
    assert.equal([...Deno.readDirSync(folder)].length, 1);
    assert.ok(written < 1.1 * size(folder), `${written} bytes for a file of ${size(folder)}`);
    assert.ok(after.writes - before.writes < 1.1 * 4000, `${after.writes - before.writes} writes`);
  },
);

Deno.test(
  "readOutcomes() reads each byte once, and computes for a time that grows as the number of runs does",
  LINUX,
  () => {
    const [few, many] = [2000, 32_000].map((runs) => {
      const folder = temporaryFolder();
      writeJournals(folder, runs, 4);
      // Of a processor, that other processes may want too; the shortest of some is what it takes by itself.
      const times = Array.from({ length: 3 }, () => {
        const before = traffic(), began = cpuUsage();
        const { records } = readOutcomes(folder), { user, system } = cpuUsage(began);
        const seconds = (user + system) / 1e6, read = traffic().read - before.read;
        assert.equal(records.length, runs);
        assert.ok(read < 1.1 * size(folder) + 100_000, `read ${read} of ${size(folder)} bytes`);
        return seconds / runs;
      });
      Deno.removeSync(folder, { recursive: true });
      return Math.min(...times);
    }) as [number, number];
    // 16 times as many: were each compared with all others, each would take much longer.
    const text = `${(1e6 * few).toFixed(1)} and ${(1e6 * many).toFixed(1)} µs for each run`;
    console.log(`  ${text}`);
    assert.ok(many < 3 * few, text);
  },
);

/** As that many workers leave them: many lines, few files. Written at once, as flushing each takes long. */
function writeJournals(folder: string, runs: number, workers: number): void {
  for (let worker = 0; worker < workers; worker++) {
    using file = Deno.openSync(`${folder}/host-${worker}-0.jsonl`, {
      createNew: true,
      write: true,
    });
    for (let run = worker; run < runs; run += workers) {
      writeAll(file, formatLine("record", JSON.stringify(trainedRecord(`${run}`))));
    }
  }
}

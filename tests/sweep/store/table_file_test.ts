import { strict as assert } from "node:assert";
import pl from "nodejs-polars";
import { InputError } from "../../../lib/errors.ts";
import { openResultFolder } from "../../../lib/sweep/open_result_folder.ts";
import { sweepStatus } from "../../../lib/sweep/status.ts";
import { checkTables } from "../../../lib/sweep/store/check_tables.ts";
import { writeDetails } from "../../../lib/sweep/store/details_frames.ts";
import { writeDownstream } from "../../../lib/sweep/store/downstream.ts";
import { readJournals } from "../../../lib/sweep/store/journal.ts";
import { readTable } from "../../../lib/sweep/store/read_table.ts";
import { writeResults } from "../../../lib/sweep/store/results.ts";
import { TableFile } from "../../../lib/sweep/store/table_file.ts";
import { writeTable } from "../../../lib/sweep/store/write_table.ts";
import { makeFolder } from "../../report/_folder.ts";

const TABLES = ["results", "history", "downstream", "samples", "latent", "baselines"] as const;

/** A result folder with all its tables, as a sweep leaves it. */
async function finishedFolder(): Promise<string> {
  const folder = makeFolder(), { records } = readJournals(`${folder}/runs`);
  await writeResults(folder, records);
  writeDownstream(folder, records);
  await writeDetails(folder, records);
  writeTable(`${folder}/baselines`, readTable(`${folder}/baselines.parquet`)!);
  return folder;
}

/** Places of bits all over a file, and each bit of its last bytes, where it says what the rest is. */
function places(bytes: number): number[] {
  const spread = Array.from({ length: 200 }, (_, i) => Math.floor(i * 8 * bytes / 200) + i % 8);
  return [...spread, ...Array.from({ length: 8 * 600 }, (_, i) => 8 * bytes - 1 - i)]
    .filter((place) => place >= 0 && place < 8 * bytes);
}

/** Changes one bit of a file while something is done with it. */
function withBit<Result>(path: string, place: number, use: () => Result): Result {
  const intact = Deno.readFileSync(path), changed = intact.slice();
  changed[place >> 3]! ^= 1 << (place & 7);
  Deno.writeFileSync(path, changed);
  try {
    return use();
  } finally {
    Deno.writeFileSync(path, intact);
  }
}

Deno.test("readTable() refuses every table of a sweep in which one bit was changed, wherever it is", async () => {
  const folder = await finishedFolder();
  for (const name of TABLES) {
    const path = `${folder}/${name}.parquet`, bytes = Deno.readFileSync(path);
    const missed = places(bytes.length).filter((place) => {
      const changed = bytes.slice();
      changed[place >> 3]! ^= 1 << (place & 7);
      try {
        new TableFile(path, changed).frame();
        return true;
      } catch (error) {
        assert.ok(error instanceof InputError, `${name}, bit ${place}: ${error}`);
        return false;
      }
    });
    assert.deepEqual(missed, [], name);
  }
});

Deno.test("openResultFolder() makes a damaged table anew from the journals and details, and says so; baselines it refuses", async () => {
  const folder = await finishedFolder(), whole = openResultFolder(folder);
  assert.deepEqual(whole.notices, []);
  for (const name of ["results", "history", "downstream", "samples", "latent"] as const) {
    withBit(`${folder}/${name}.parquet`, 800, () => {
      const opened = openResultFolder(folder), expected = whole[name]!.sort("run");
      assert.ok(opened[name]!.sort("run").frameEqual(expected, true), name);
      const said = name === "samples" || name === "latent";
      assert.deepEqual(
        opened.notices.map((line) => line.includes(`${name}.parquet is damaged`)),
        said ? [true] : [],
      );
    });
  }
  const open = () => openResultFolder(folder, "report on");
  withBit(
    `${folder}/baselines.parquet`,
    800,
    () =>
      assert.throws(
        open,
        /^InputError: Cannot report on .*baselines\.parquet is damaged \(.*\); `.*` computes it anew from the data$/,
      ),
  );
});

Deno.test("openResultFolder() and sweepStatus() say which CSV file was changed, and nothing while a sweep writes them", async () => {
  const folder = await finishedFolder(),
    said = (name: string) => [
      `${folder}/${name}.csv is not what was written with ${folder}/${name}.parquet; the next \`deno task sweep\` in this ` +
      "folder makes both anew",
    ];
  const noticed = () => [openResultFolder(folder).notices, sweepStatus(folder).notices];
  assert.deepEqual(noticed(), [[], []]);
  for (const name of ["results", "baselines"]) {
    const path = `${folder}/${name}.csv`, content = Deno.readFileSync(path);
    Deno.writeFileSync(path, content.subarray(0, -1));
    assert.deepEqual(noticed(), [said(name), said(name)]);
    const lock = Deno.openSync(`${folder}/sweep.lock`, { create: true, write: true });
    lock.lockSync(true);
    assert.deepEqual(noticed(), [[], []]);
    lock.close();
    Deno.removeSync(path); // a user may want the other one alone
    assert.deepEqual(noticed(), [[], []]);
    Deno.writeFileSync(path, content);
  }
});

Deno.test("openResultFolder() of a folder without journals refuses a damaged table, and tables of different runs", async () => {
  const folder = await finishedFolder(), { records } = readJournals(`${folder}/runs`);
  const open = () => openResultFolder(folder, "report on");
  Deno.renameSync(`${folder}/runs`, `${folder}/elsewhere`);
  assert.deepEqual(open().notices, []);
  for (const name of TABLES) {
    withBit(
      `${folder}/${name}.parquet`,
      800,
      () => assert.throws(open, new RegExp(`${name}\\.parquet: it is damaged`)),
    );
  }
  const finished = records.filter(({ status }) => status !== "failed");
  writeDownstream(folder, finished.slice(1));
  assert.throws(
    open,
    /results\.parquet \((\d+) finished runs\) and .*downstream\.parquet \(\d+\) are not of the same runs/,
  );
  Deno.writeFileSync(`${folder}/downstream.parquet`, pl.DataFrame({ run: ["a"] }).writeParquet());
  assert.match(open().notices.join(), /^[^,]*downstream\.parquet carries no hash/);
});

Deno.test("openResultFolder() takes tables by the runs they are of, whenever their files were written", async () => {
  const folder = await finishedFolder(),
    { records } = readJournals(`${folder}/runs`),
    whole = openResultFolder(folder);
  const runs = (of: "samples" | "latent") =>
    openResultFolder(folder)[of]!.getColumn("run").nUnique();
  const all = [whole.samples!, whole.latent!].map((table) => table.getColumn("run").nUnique());
  const few = records.filter(({ testMse }) => testMse !== null).slice(1);
  await writeDetails(folder, few);
  for (const seconds of [-3600, 3600]) {
    const time = new Date(Date.now() + 1000 * seconds);
    for (const name of ["samples", "latent"]) {
      Deno.utimeSync(`${folder}/${name}.parquet`, time, time);
    }
    assert.deepEqual([runs("samples"), runs("latent")], all);
  }
});

Deno.test("checkTables() says which tables are damaged, and removes only those whose rows a sweep would take over", async () => {
  const folder = await finishedFolder();
  assert.deepEqual(checkTables(folder), []);
  Deno.writeTextFileSync(`${folder}/results.csv`, "edited");
  for (const name of ["samples", "baselines"]) {
    const path = `${folder}/${name}.parquet`, bytes = Deno.readFileSync(path);
    bytes[100]! ^= 1;
    Deno.writeFileSync(path, bytes);
  }
  const said = checkTables(folder);
  assert.equal(said.length, 3);
  assert.match(said[0]!, /results\.csv is not what was written .* written anew/);
  assert.match(said[1]!, /samples\.parquet is damaged .* written anew/);
  assert.match(said[2]!, /baselines\.parquet is damaged .* computed anew/);
  assert.equal(readTable(`${folder}/baselines.parquet`), null);
  assert.ok(Deno.statSync(`${folder}/samples.parquet`).isFile);
});

Deno.test("checkTables() finds a table of an earlier version damaged where it cannot be read", async () => {
  const folder = await finishedFolder(), path = `${folder}/baselines.parquet`;
  const unmarked = readTable(path)!.writeParquet();
  Deno.writeFileSync(path, unmarked);
  assert.deepEqual(checkTables(folder), []);
  Deno.writeFileSync(path, Uint8Array.from(unmarked, (byte, i) => i < 40 ? 255 : byte));
  assert.match(
    checkTables(folder).join("\n"),
    /^.*baselines\.parquet is damaged \(.*\): it is computed anew$/,
  );
  assert.equal(readTable(path), null);
});

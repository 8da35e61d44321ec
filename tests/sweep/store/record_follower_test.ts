import { strict as assert } from "node:assert";
import { JournalWriter } from "../../../lib/sweep/store/journal.ts";
import { RecordFollower } from "../../../lib/sweep/store/record_follower.ts";
import { recordOf, trainedRecord } from "../_records.ts";
import { temporaryFolder } from "../../_temporary.ts";

Deno.test("RecordFollower gives each finished run once, as soon as its line is whole", () => {
  const folder = temporaryFolder(), follower = new RecordFollower(folder);
  const poll = () => [...follower.poll()].map(({ run }) => run);
  assert.deepEqual(poll(), []);
  using journal = new JournalWriter(folder);
  journal.append(trainedRecord("a"));
  journal.begin("b");
  journal.append(recordOf("b"));
  assert.deepEqual(poll(), ["a"]);
  assert.deepEqual(poll(), []);
  // Another writer's line comes in two pieces.
  const copy = new JournalWriter(folder);
  copy.append(trainedRecord("c"));
  copy[Symbol.dispose]();
  const [name] = [...Deno.readDirSync(folder)].map((file) => file.name)
    .filter((file) => Deno.readTextFileSync(`${folder}/${file}`).includes('"run":"c"'));
  const line = Deno.readTextFileSync(`${folder}/${name}`);
  Deno.writeTextFileSync(`${folder}/${name}`, line.slice(0, 100));
  assert.deepEqual(poll(), []);
  Deno.writeTextFileSync(`${folder}/${name}`, line);
  assert.deepEqual(poll(), ["c"]);
});

Deno.test("RecordFollower tells of runs finished twice, and whether their results differ", () => {
  const folder = temporaryFolder(), follower = new RecordFollower(folder);
  for (const [host, testMse] of [["one", 0.5], ["two", 0.5], ["three", 0.25]] as const) {
    using journal = new JournalWriter(folder);
    journal.append(trainedRecord("a", { host, testMse }));
    assert.equal([...follower.poll()].length, host === "one" ? 1 : 0);
  }
  assert.deepEqual(follower.repeated, [
    { run: "a", conflict: false, hosts: ["one", "two"] },
    { run: "a", conflict: true, hosts: ["one", "three"] },
  ]);
});

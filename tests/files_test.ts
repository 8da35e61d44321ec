import { strict as assert } from "node:assert";
import { unlessMissing, writeWhole } from "../lib/files.ts";
import { makeFolder } from "../lib/files/make_folder.ts";
import { NewFile } from "../lib/files/new_file.ts";
import { openOwn } from "../lib/files/open_own.ts";
import { removeLeftOvers } from "../lib/files/remove_left_overs.ts";
import { temporaryFolder } from "./_temporary.ts";

const names = (folder: string) => [...Deno.readDirSync(folder)].map(({ name }) => name).sort();

/** A folder, and a file elsewhere that must stay as it is. */
function withVictim(): { folder: string; victim: string } {
  const victim = `${temporaryFolder()}/victim`;
  Deno.writeTextFileSync(victim, "precious");
  return { folder: temporaryFolder(), victim };
}

Deno.test("writeWhole() replaces a file and leaves nothing beside it", () => {
  const folder = temporaryFolder(), path = `${folder}/a.txt`;
  Deno.writeTextFileSync(path, "before, and longer");
  writeWhole(path, "é");
  assert.deepEqual([...Deno.readFileSync(path)], [0xc3, 0xa9]);
  assert.deepEqual(names(folder), ["a.txt"]);
});

Deno.test("writeWhole() leaves what is there where it cannot write, and says what the system says", () => {
  const folder = temporaryFolder(), path = `${folder}/a`;
  Deno.mkdirSync(path);
  Deno.writeTextFileSync(`${path}/inside`, "kept"); // no file takes the place of such a folder
  assert.throws(() => writeWhole(path, "new"), /directory/i);
  assert.deepEqual([names(folder), names(path)], [["a"], ["inside"]]);
  assert.throws(() => writeWhole(`${folder}/no/such`, ""), Deno.errors.NotFound);
});

Deno.test("writeWhole() replaces a link, and leaves what links lead to under any name that it might use", () => {
  const { folder, victim } = withVictim();
  for (const name of ["a", "a.part", "a.tmp", ".a.tmp"]) {
    Deno.symlinkSync(victim, `${folder}/${name}`);
  }
  writeWhole(`${folder}/a`, "new");
  assert.equal(Deno.readTextFileSync(victim), "precious");
  assert.ok(Deno.lstatSync(`${folder}/a`).isFile);
  assert.equal(Deno.readTextFileSync(`${folder}/a`), "new");
});

Deno.test("makeFolder() leaves a folder as it is, and says where a file has its name or that of one above", () => {
  const { folder, victim } = withVictim();
  makeFolder(`${folder}/a/b`);
  makeFolder(folder);
  assert.deepEqual(names(folder), ["a"]);
  for (const path of [victim, `${victim}/a`]) {
    assert.throws(() => makeFolder(path), {
      name: "InputError",
      message:
        `Cannot make the folder ${path}: a file has that name, or that of a folder above it; choose another folder`,
    });
  }
  assert.equal(Deno.readTextFileSync(victim), "precious");
});

Deno.test("NewFile has a name of its own until it is kept, and is gone if it is not", () => {
  const folder = temporaryFolder(), target = `${folder}/a`;
  {
    using file = new NewFile(target);
    file.write(new Uint8Array([1]));
    using other = new NewFile(target);
    assert.notEqual(other.path, file.path);
    assert.equal(names(folder).length, 2);
    file.keep();
  }
  assert.deepEqual(names(folder), ["a"]);
});

Deno.test("openOwn() opens what is there as it is, makes what is not, and refuses links and pipes", () => {
  const { folder, victim } = withVictim(), path = `${folder}/sweep.lock`;
  for (const content of ["", "kept"]) {
    using file = openOwn(path);
    assert.equal(file.statSync().size, content.length);
    file.writeSync(new TextEncoder().encode("kept"));
  }
  const refuse = (make: (path: string) => void, reason: RegExp) => {
    Deno.removeSync(path);
    make(path);
    assert.throws(() => openOwn(path), reason);
  };
  refuse((to) => Deno.symlinkSync(victim, to), /is a link to .*victim; remove the link$/);
  refuse((to) => Deno.symlinkSync(`${folder}/none`, to), /is a link to .*none; remove the link$/);
  refuse(
    (to) => Deno.linkSync(victim, to),
    /has another name elsewhere \(a hard link\); put a copy/,
  );
  if (Deno.build.os !== "windows") {
    refuse(
      (to) => new Deno.Command("mkfifo", { args: [to] }).outputSync(),
      /is not a file; remove/,
    );
  }
  assert.equal(Deno.readTextFileSync(victim), "precious");
  assert.ok(!names(folder).includes("none"));
});

Deno.test("removeLeftOvers() removes what killed processes were writing, and nothing else", async () => {
  const folder = temporaryFolder(), early = new Date(Date.now() - 600_000);
  const of = (name: string) => new URL(`../lib/files/${name}.ts`, import.meta.url);
  const program = `import { NewFile } from "${of("new_file")}";
    import { TemporaryFolder } from "${of("temporary_folder")}";
    new NewFile(Deno.args[0] + "/a").write(new Uint8Array(3));
    Deno.writeTextFileSync(new TemporaryFolder(Deno.args[0]).path + "/inside", "of a training");
    console.log("written");
    await new Promise((resolve) => setTimeout(resolve, 600_000));`;
  const writer = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "-", folder],
    stdin: "piped",
    stdout: "piped",
  }).spawn();
  const input = writer.stdin.getWriter();
  await input.write(new TextEncoder().encode(program));
  await input.close();
  const output = writer.stdout.getReader();
  await output.read();
  const left = names(folder), own = ["notes.tmp", "results"];
  assert.equal(left.length, 2);
  Deno.writeTextFileSync(`${folder}/${own[0]}`, "the user's");
  Deno.mkdirSync(`${folder}/${own[1]}`);
  for (const name of [...left, ...own]) Deno.utimeSync(`${folder}/${name}`, early, early);
  removeLeftOvers(folder);
  assert.deepEqual(names(folder), [...left, ...own].sort(), "their writer lives");
  writer.kill("SIGKILL");
  await writer.status;
  await output.cancel();
  using fresh = new NewFile(`${folder}/b`);
  // Killed before it was locked.
  const bare = [early, new Date()].map((time) => {
    const path = `${folder}/.${crypto.randomUUID()}.tmp`;
    Deno.mkdirSync(path);
    Deno.utimeSync(path, time, time);
    return path;
  });
  removeLeftOvers(folder);
  const kept = [fresh.path, bare[1]!].map((path) => path.slice(folder.length + 1));
  assert.deepEqual(names(folder), [...kept, ...own].sort());
  removeLeftOvers(`${folder}/none`);
});

Deno.test("unlessMissing() tells a missing file from one that cannot be read", () => {
  const folder = temporaryFolder();
  Deno.writeTextFileSync(`${folder}/a`, "text");
  const read = (path: string) => unlessMissing(() => Deno.readTextFileSync(path), "none");
  assert.deepEqual([read(`${folder}/a`), read(`${folder}/b`)], ["text", "none"]);
  assert.throws(() => read(folder), /directory/i);
});

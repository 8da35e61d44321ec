import { strict as assert } from "node:assert";
import { userInfo } from "node:os";
import { sweepStatus } from "../../lib/sweep/status.ts";
import { runTask } from "../_task.ts";
import { SmallDisk, smallDisks } from "./_small_disk.ts";
import { available, type Ended, LINUX, ROOT, Sweep, temporary, TINY } from "./_sweep.ts";
import { temporaryFolder } from "../_temporary.ts";

const ROOT_ONLY = { ...LINUX, ignore: !smallDisks() };
const STRACE = { ...LINUX, ignore: !available("strace") };

/** Four runs of a fraction of a second. */
const GRID = [
  ...TINY,
  ..."--learning-rates 1e-3,1e-4 --latent-sizes 2,3 --fixed-epochs 2".split(" "),
];

const USER = userInfo().username;

/** Before a command: the superuser without the right to pass over the permissions of files, as any user is. */
const BOUND: readonly string[] = Deno.build.os === "linux" && Deno.uid() === 0
  ? ["setpriv", "--bounding-set=-dac_override,-dac_read_search", "--inh-caps=-all"]
  : [];

/** The line that says why a sweep ended, after what it said of its data and its progress. */
function lastLine({ err }: { readonly err: string }): string {
  return err.trim().split("\n").at(-1)!;
}

/** Runs a sweep; fails where it says more than lines, such as the stack of a defect. */
async function ended(args: readonly string[], before: readonly string[] = []): Promise<Ended> {
  const result = await new Sweep(args, before).ended();
  assert.doesNotMatch(result.err, /^ {4}at /m);
  return result;
}

Deno.test(
  "sweep says in one line where it has no access, as whom and what to do, and ends with 5",
  LINUX,
  async () => {
    const folder = temporary();
    Deno.mkdirSync(folder);
    Deno.chmodSync(folder, 0o555);
    for (const [out, name] of [[folder, "sweep.lock"], [`${folder}/mine`, ""]] as const) {
      const result = await ended([...GRID, "--out", out], BOUND);
      assert.equal(result.code, 5, result.err);
      const path = name ? `${out}/${name}` : out;
      const what = name ? `open '${path}'` : `mkdir '${path}'`;
      assert.equal(
        lastLine(result),
        `Cannot write ${path} as ${USER}: access is denied (Permission denied (os error 13): ${what}); ` +
          "ask its owner for access, or name another place, then give the same command again",
      );
    }
    assert.deepEqual([...Deno.readDirSync(folder)], []);
  },
);

Deno.test(
  "sweep says in one line which file of its data it may not read, and ends with 2",
  LINUX,
  async () => {
    const out = temporary(), data = `${out}.tsv`;
    Deno.writeTextFileSync(data, "gene\ts1\ts2\n");
    Deno.chmodSync(data, 0);
    const result = await ended(["--data", data, "--out", out], BOUND);
    assert.equal(result.code, 2, result.err);
    assert.equal(
      lastLine(result),
      `Cannot read ${data} as ${USER}: access is denied (Permission denied (os error 13): open '${data}'); ` +
        "ask its owner for access, or name another place",
    );
  },
);

Deno.test(
  "sweep ends with 5 when its folder becomes read-only, says what is kept, and resumes",
  ROOT_ONLY,
  async () => {
    using disk = new SmallDisk(4096);
    const out = `${disk.path}/results`;
    assert.equal((await ended([...GRID, "--out", out])).code, 0);
    disk.readOnly(true);
    const more = [...GRID, "--seeds", "0,1", "--out", out], refused = await ended(more);
    assert.equal(refused.code, 5, refused.err);
    assert.match(refused.err, /^Stopped: 4 of 8 runs are kept in /m);
    assert.match(
      lastLine(refused),
      /^Cannot write .* as \w+: the disk is read-only \(Read-only file system.*\); mount it for writing, or name/,
    );
    disk.readOnly(false);
    assert.equal((await ended(more)).code, 0);
  },
);

Deno.test(
  "sweep and report end with 5 where the disk fills up while a figure is drawn, the sweep after its summary",
  ROOT_ONLY,
  async () => {
    const out = temporary();
    using _disk = new SmallDisk(4, `${out}/figures`); // all but figures has room
    const result = await ended([...GRID, "--out", out]);
    assert.equal(result.code, 5, result.err);
    assert.match(
      lastLine(result),
      /^Cannot write .*\/figures\/bubble\.\w+ as \w+: the disk is full/,
    );
    const report = await runTask("report", out);
    assert.equal(report.code, 5, report.err);
    assert.match(lastLine(report), /^Cannot write .*\/figures\/.* as \w+: the disk is full/);
    assert.match(result.out, /^4 of 4 runs finished; this took /m);
    assert.match(result.out, /^ {2}.*\/results\.csv$/m);
    assert.deepEqual(
      [...Deno.readDirSync(`${out}/figures`)].filter(({ name }) => /tmp/.test(name)),
      [],
    );
  },
);

/** What a call for a file is made to fail with, and what a user is told. */
const FAILURES = [
  ["openat", "EMFILE", "sweep.lock", /too many files are open .*; raise the limit of open files/],
  [
    "ftruncate",
    "EIO",
    "sweep.lock",
    /the disk does not answer as it should .*; have the disk checked/,
  ],
  ["write", "EDQUOT", "sweep.lock", /the disk quota is used up .*; free some space there or ask/],
] as const;

for (const [call, error, name, said] of FAILURES) {
  Deno.test(
    `sweep says in one line what to do about ${error}, and ends with 5`,
    STRACE,
    async () => {
      const out = temporary(), path = `${out}/${name}`;
      Deno.mkdirSync(out);
      Deno.writeTextFileSync(path, "");
      const inject = ["-e", `trace=${call}`, "-e", `inject=${call}:error=${error}`, "-P", path];
      const result = await ended(
        [...GRID, "--out", out],
        ["strace", "-f", "-qqq", "-o", "/dev/null", ...inject],
      );
      assert.equal(result.code, 5, result.err);
      assert.ok(lastLine(result).startsWith(`Cannot write ${path} as ${USER}: `), lastLine(result));
      assert.match(lastLine(result), said);
    },
  );
}

Deno.test(
  "sweep says in one line which file of its data the disk does not give, and ends with 2",
  STRACE,
  async () => {
    const out = temporary(), data = `${out}.tsv`;
    const row = (gene: number) =>
      `g${gene}\t${Array.from({ length: 30 }, (_, i) => i + gene).join("\t")}`;
    const samples = Array.from({ length: 30 }, (_, i) => `s${i}`).join("\t");
    Deno.writeTextFileSync(
      data,
      [`gene\t${samples}`, ...Array.from({ length: 20 }, (_, i) => row(i))].join("\n"),
    );
    const inject = ["-e", "trace=read,pread64", "-e", "inject=read,pread64:error=EIO", "-P", data];
    const result = await ended(["--data", data, "--out", out], [
      "strace",
      "-f",
      "-qqq",
      "-o",
      "/dev/null",
      ...inject,
    ]);
    assert.equal(result.code, 2, result.err);
    assert.match(
      lastLine(result),
      /the disk does not answer as it should .*; have the disk checked$/,
    );
    assert.ok(lastLine(result).startsWith(`Cannot read ${data} as ${USER}: `), lastLine(result));
  },
);

Deno.test(
  "writeWhole() keeps the old file where the disk refuses the new one only when it is flushed",
  STRACE,
  async () => {
    const folder = temporaryFolder(), path = `${folder}/a`;
    Deno.writeTextFileSync(path, "old");
    const program = `import { writeWhole } from "${ROOT}lib/files.ts";
    try { writeWhole(${
      JSON.stringify(path)
    }, "new"); } catch (error) { console.log(String(error)); }`;
    const fault = ["-e", "trace=fsync,fdatasync", "-e", "inject=fsync,fdatasync:error=EDQUOT"];
    const { stdout } = await new Deno.Command("strace", {
      args: ["-f", "-qqq", "-o", "/dev/null", ...fault, Deno.execPath(), "eval", program],
      env: { DENO_DIR: "/dev/null" },
    }).output();
    const said = new TextDecoder().decode(stdout);
    assert.ok(
      said.startsWith(`StorageError: Cannot write ${path} as ${USER}: the disk quota is used up`),
      said,
    );
    assert.deepEqual([...Deno.readDirSync(folder)].map(({ name }) => name), ["a"]);
    assert.equal(Deno.readTextFileSync(path), "old");
  },
);

Deno.test(
  "sweep ends with 5 and fails no run where the temporary folder has no room",
  ROOT_ONLY,
  async () => {
    const out = temporary();
    using disk = new SmallDisk(4);
    const result = await ended([...GRID, "--out", out], ["env", `TMPDIR=${disk.path}`]);
    assert.equal(result.code, 5, result.err);
    assert.match(lastLine(result), /^Cannot write a temporary file as \w+: the disk is full/);
    assert.match(result.err, /^Stopped: 0 of 4 runs are kept in /m);
    assert.equal(sweepStatus(out).failed, 0);
  },
);

Deno.test(
  "workers write what is temporary where TMPDIR says, and leave nothing there",
  LINUX,
  async () => {
    const folder = temporaryFolder({ dir: "/var/tmp", prefix: "vae-sensitivity-" });
    const { code, err } = await ended(
      [...GRID, "--out", temporary()],
      ["env", `TMPDIR=${folder}`],
    );
    assert.equal(code, 0, err);
    assert.deepEqual([...Deno.readDirSync(folder)], []);
    Deno.removeSync(folder);
  },
);

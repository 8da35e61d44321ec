import { strict as assert } from "node:assert";
import { CONFIGURATION } from "../_task.ts";
import { type Ended, ROOT, rows, temporary, TINY } from "./_sweep.ts";
import { temporaryFolder } from "../_temporary.ts";

const GRID = [...TINY, ..."--learning-rates 1e-3 --latent-sizes 2 --fixed-epochs 2".split(" ")];

/** What the task allows; what it may write is inside this folder instead of outputs/. */
function permissions(writable: string): string[] {
  const { command } = CONFIGURATION.tasks.sweep!;
  const [, flags] = /^deno run (.*) lib\/cli\/sweep\.ts$/.exec(command)!;
  return [
    ...flags!.replace(/\$\(.*\)/, Deno.execPath()).split(" "),
    `--allow-write=${writable},${ROOT}.cache`, // in place of the set's
  ];
}

/** A sweep started in a folder, with the permissions of the task. */
async function sweepIn(cwd: string, out: string): Promise<Ended> {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: [
      "run",
      ...permissions(cwd),
      `--config=${ROOT}deno.json`,
      `${ROOT}lib/cli/sweep.ts`,
      ...[...GRID, "--out", out],
    ],
    cwd,
    // Workers may write to the temporary folder, whatever else they may: it is to be another one.
    env: { TMPDIR: temporaryFolder(), INIT_CWD: cwd },
    stdin: "null",
  }).output();
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  return { code, out: text(stdout), err: text(stderr) };
}

const NAMES = [
  "with space",
  "of 'mine'",
  'a "quote"',
  "two\nlines",
  "50%",
  "semi;colon",
  "a,comma",
  "日本 é",
  "$HOME",
];

Deno.test("sweep works in folders of any name, and resumes there, with the permissions of its task", async () => {
  const parent = Deno.realPathSync(temporary("").slice(0, -1));
  await Promise.all([0, 1].map(async (half) => {
    for (const name of NAMES.filter((_, i) => i % 2 === half)) {
      const first = await sweepIn(parent, name);
      assert.equal(first.code, 0, `${name}: ${first.err}`);
      assert.equal(rows(`${parent}/${name}`).length, 1);
      const again = await sweepIn(parent, name);
      assert.match(again.out, /runs +1, 1 of them done before/);
    }
  }));
});

Deno.test("sweep takes a folder by a relative path, a link or a path with dots for the same", async () => {
  const parent = Deno.realPathSync(temporary("").slice(0, -1));
  Deno.mkdirSync(`${parent}/real/inner`, { recursive: true });
  Deno.symlinkSync(`${parent}/real`, `${parent}/link`);
  const first = await sweepIn(parent, "link/results");
  assert.equal(first.code, 0, first.err);
  for (const path of ["real/results", "./real/inner/../results", `${parent}/link/results`]) {
    const { code, out, err } = await sweepIn(parent, path);
    assert.equal(code, 0, err);
    assert.match(out, /runs +1, 1 of them done before/, path);
  }
});

import { strict as assert } from "node:assert";
import { fileURLToPath } from "node:url";
import { lockFolder } from "../../../lib/sweep/store/lock.ts";
import { temporaryFolder } from "../../_temporary.ts";

const MODULE = new URL("../../../lib/sweep/store/lock.ts", import.meta.url).href;

/** A process that holds a folder's lock until it is killed; ready once it says so. */
async function holder(folder: string): Promise<Deno.ChildProcess> {
  const code =
    `import { lockFolder } from "${MODULE}"; using lock = lockFolder(${JSON.stringify(folder)}); ` +
    `console.log("locked"); await new Promise((resolve) => setTimeout(resolve, 60_000));`;
  const process = new Deno.Command(Deno.execPath(), {
    args: ["eval", "--quiet", code],
    cwd: fileURLToPath(new URL("../../../", import.meta.url)),
    stdout: "piped",
  }).spawn();
  const reader = process.stdout.getReader();
  await reader.read();
  reader.releaseLock();
  await process.stdout.cancel();
  return process;
}

Deno.test("lockFolder() refuses a folder that another process has, naming it", async () => {
  const folder = temporaryFolder(), process = await holder(folder);
  try {
    assert.throws(
      () => lockFolder(folder),
      new RegExp(
        `^InputError: Cannot run a sweep in .*: process ${process.pid} on .*, started .* is running one there`,
      ),
    );
  } finally {
    process.kill("SIGKILL");
    await process.status;
  }
  using _free = lockFolder(folder); // at once, with nothing to clean up
});

Deno.test("lockFolder() removes what killed processes were writing in any folder of a sweep", () => {
  const folder = temporaryFolder(), early = new Date(Date.now() - 600_000);
  const left = ["", "models/", "figures/", "slurm/0a1b2c3d/", "notes/"].map((below) => {
    Deno.mkdirSync(`${folder}/${below}`, { recursive: true });
    const path = `${folder}/${below}.${crypto.randomUUID()}.tmp`;
    Deno.writeTextFileSync(path, "half a tab");
    Deno.utimeSync(path, early, early);
    return path;
  });
  using _lock = lockFolder(folder);
  const there = left.filter((path) => {
    try {
      return Deno.statSync(path).isFile;
    } catch {
      return false;
    }
  });
  assert.deepEqual(there, left.slice(-1), "a folder of the user's own is left alone");
});

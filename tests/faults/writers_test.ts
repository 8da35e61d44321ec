import { strict as assert } from "node:assert";
import { available, Sweep, temporary, TINY } from "./_sweep.ts";

const STRACE = { ignore: !available("strace"), sanitizeOps: false, sanitizeResources: false };

const CALLS = "write,pwrite64,writev,pwritev,ftruncate,clone,clone3,fork,vfork";

/** Which processes wrote which files of a folder, by what strace saw of all their threads. */
function writersOf(trace: string, folder: string): Map<string, Set<number>> {
  const processes = new Map<number, number>(), pending = new Map<number, boolean>();
  const writers = new Map<string, Set<number>>();
  for (const line of trace.split("\n")) {
    const [, id, call] = /^(\d+) +(.*)$/.exec(line) ?? [], thread = Number(id);
    if (!call) continue;
    const process = processes.get(thread) ?? thread;
    // The process of a new thread is its parent's; a call may be told in two lines.
    if (/^(clone|v?fork)/.test(call)) pending.set(thread, call.includes("CLONE_THREAD"));
    const [, child] = /(?:clone3?|v?fork)\b.* = (\d+)$/.exec(call) ?? [];
    if (child && pending.get(thread)) processes.set(Number(child), process);
    const [, path] = /^\w+\(\d+<([^>]+)>/.exec(call) ?? [];
    if (!path?.startsWith(folder)) continue;
    const file = path.slice(folder.length);
    writers.set(file, (writers.get(file) ?? new Set()).add(process));
  }
  return writers;
}

Deno.test(
  "sweep writes no file from two processes, and each journal from the one it is named after",
  STRACE,
  async () => {
    const folder = temporary(), trace = `${folder}.trace`;
    const strace = ["strace", "-f", "-qqq", "-y", "-e", `trace=${CALLS}`, "-e", "signal=none"];
    const grid = "--learning-rates 1e-3,1e-4,1e-5 --latent-sizes 2,3 --fixed-epochs 3 --workers 3"
      .split(" ");
    const traced = new Sweep([...TINY, ...grid, "--out", folder], [...strace, "-o", trace]);
    const { code, err } = await traced.ended();
    assert.equal(code, 0, err);
    const writers = writersOf(Deno.readTextFileSync(trace), folder);
    const shared = [...writers].filter(([, processes]) => processes.size !== 1);
    assert.deepEqual(shared, []);
    const own = [...writers].filter(([file]) => file.startsWith("/runs/"));
    assert.equal(own.length, 6, "a journal and a file of details from each worker");
    for (const [file, [process]] of own) assert.ok(file.includes(`-${process}-`), file);
    // Tables are written under random names.
    const unnamed = [...writers.keys()].filter((file) => /^\/\.[\w-]{36}\.tmp$/.test(file));
    assert.ok(writers.has("/sweep.lock") && unnamed.length >= 4, [...writers.keys()].join(" "));
  },
);

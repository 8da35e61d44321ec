import { strict as assert } from "node:assert";
import { ROOT } from "../_task.ts";
import { temporaryFolder } from "../_temporary.ts";

/** What a file system without locks, such as some of clusters, answers whoever asks for one. */
const WITHOUT_LOCKS =
  "#include <errno.h>\nint flock(int f, int o) { errno = ENOSYS; return -1; }\n";

/** Compiles it; undefined where that cannot be done, which is said aloud. */
function withoutLocks(): string | undefined {
  const library = `${temporaryFolder()}/no_locks.so`, source = `${library}.c`;
  Deno.writeTextFileSync(source, WITHOUT_LOCKS);
  try {
    const args = ["-shared", "-fPIC", "-o", library, source];
    if (Deno.build.os === "linux" && new Deno.Command("cc", { args }).outputSync().success) {
      return library;
    }
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
  console.error("SKIPPED: a file system without locks needs Linux and a C compiler");
}

/** Does in a process for which no file system has locks what others may do at the same time. */
const WORK = (folder: string) => `
import { openOwn } from "${ROOT}lib/files/open_own.ts";
import { tryLock } from "${ROOT}lib/files/locking.ts";
import { cached } from "${ROOT}lib/data/_cache.ts";
import { download } from "${ROOT}lib/data/download/download.ts";
import { withLock } from "${ROOT}lib/tensorflow/_lock.ts";
using file = openOwn("${folder}/a.lock");
console.log(tryLock(file));
console.log(await withLock("${folder}/install.lock", () => Promise.resolve("set up")));
const made = await cached("${folder}/a.bin", () => Promise.resolve(""), () => Promise.resolve("prepared"), async () => {});
console.log(made.value);
const server = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen() {} }, () => new Response("G1"));
const host = "127.0.0.1:" + server.addr.port;
const source = { url: "http://" + host + "/a.tsv", file: "a.tsv" };
console.log(await download(source, "${folder}/a.tsv", { hosts: [host] }));
await server.shutdown();
`;

Deno.test("set-up, prepared data and downloads go on where the file system has no locks", async () => {
  const library = withoutLocks(), folder = temporaryFolder();
  if (library === undefined) return;
  const program = `${folder}/work.ts`;
  Deno.writeTextFileSync(program, WORK(folder));
  const { stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "--quiet", "-A", "--no-check", `--config=${ROOT}deno.json`, program],
    env: { LD_PRELOAD: library },
  }).output();
  const said = new TextDecoder().decode(stdout).trim().split("\n");
  // The first: a lock that is asked for is neither free nor taken.
  const expected = ["undefined", "set up", "prepared", "downloaded"];
  assert.deepEqual(said, expected, new TextDecoder().decode(stderr));
  assert.equal(Deno.readTextFileSync(`${folder}/a.tsv`), "G1");
});

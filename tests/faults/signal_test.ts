import { strict as assert } from "node:assert";
import { uniform } from "../../lib/random.ts";
import { delay, lives, Sweep, temporary, TINY } from "./_sweep.ts";

const LINUX = { ignore: Deno.build.os !== "linux", sanitizeOps: false, sanitizeResources: false };

const GRID = [...TINY, ..."--learning-rates 1e-3,1e-4,1e-5 --latent-sizes 2,3".split(" ")];

/** So long that none finishes before it is stopped. */
const ENDLESS = [...GRID, "--fixed-epochs", "1000000"];

const CODES = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;

Deno.test(
  "sweep stops within 5 s of SIGINT, SIGTERM and SIGHUP, leaves no child and says so by its exit code",
  LINUX,
  async () => {
    await Promise.all(
      Object.entries(CODES).map(async ([signal, expected]) => {
        const folder = temporary(), stopped = new Sweep([...ENDLESS, "--out", folder]);
        await stopped.until(() => stopped.workers().length > 0);
        await delay(uniform([1, expected], 1)[0]!);
        const workers = stopped.workers();
        stopped.kill(signal as Deno.Signal);
        const began = performance.now(), { code, err } = await stopped.ended();
        assert.equal(code, expected, err);
        assert.ok(performance.now() - began < 6500, "4 s of grace, and a moment to end");
        assert.match(err, /Stopped: 0 of 6 runs are kept/);
        assert.deepEqual(workers.filter(lives), []);
      }),
    );
  },
);

Deno.test(
  "sweep ends at once when it is told to stop twice",
  LINUX,
  async () => {
    const folder = temporary(),
      stopped = new Sweep([...ENDLESS, "--out", folder]);
    await stopped.until(() => stopped.workers().length > 0);
    const workers = stopped.workers();
    stopped.kill("SIGTERM");
    await stopped.until(({ err }) => err.includes("Stopping"));
    const began = performance.now();
    stopped.kill("SIGTERM");
    const { code } = await stopped.ended();
    assert.equal(code, 143);
    assert.ok(performance.now() - began < 3000, "without the 4 s of grace");
    assert.deepEqual(workers.filter(lives), []);
  },
);

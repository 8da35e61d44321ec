import { strict as assert } from "node:assert";
import { status } from "../../lib/cli/status.ts";
import { openResultFolder } from "../../lib/sweep/open_result_folder.ts";
import { writeReport } from "../../lib/report/write_report.ts";
import { computationNotices } from "../../lib/sweep/computation_notices.ts";
import { availableBackend } from "../../lib/tensorflow/available.ts";
import { rows, sweep, temporary, TINY } from "../faults/_sweep.ts";

const native = (await availableBackend()).backend === "tensorflow";

Deno.test("computationNotices() counts finished runs of TensorFlow whose number of threads is known", () => {
  const run = (threads: number | null, { status = "converged", backend = "tensorflow" } = {}) => {
    return { status, backend, threads };
  };
  assert.deepEqual(computationNotices([]), []);
  assert.deepEqual(computationNotices([run(1), run(1), run(null)]), []);
  assert.deepEqual(
    computationNotices([run(1), run(2, { status: "failed" }), run(4, { backend: "cpu" })]),
    [],
  );
  const [notice] = computationNotices([
    run(16),
    run(2),
    run(2, { status: "diverged" }),
    run(null),
  ]);
  assert.match(
    notice!,
    /^runs were computed with 2 threads \(2 runs\) and with 16 threads \(1 run\): /,
  );
});

Deno.test("computationNotices() takes runs that do not say their population for single ones", () => {
  const run = (population?: number) => {
    return { status: "converged", backend: "tensorflow", threads: 1, population };
  };
  assert.deepEqual(computationNotices([run(6), run(6)]), []);
  const [notice] = computationNotices([run(6), run(), run(1), run(6), run(6)]);
  assert.match(
    notice!,
    /^runs were computed in populations of 1 \(2 runs\) and in populations of 6 \(3 runs\): .*--population/,
  );
});

Deno.test({
  name:
    "a folder whose runs were computed with different numbers of threads says so: when a sweep ends, in its status and its report",
  ignore: !native,
  async fn() {
    const out = temporary();
    const grid = [
      ...TINY,
      ..."--learning-rates 1e-3 --latent-sizes 2 --max-epochs 2".split(" "),
      "--out",
      out,
    ];
    const first = await sweep(...grid, "--threads", "1", "--seeds", "0");
    assert.doesNotMatch(first.err, /computed with/);
    const identity = rows(out)[0]!.run;
    const second = await sweep(...grid, "--threads", "2", "--seeds", "0,1");
    const said = /computed with 1 thread \(1 run\) and with 2 threads \(1 run\)/;
    assert.match(second.err, said);
    assert.deepEqual(rows(out).map(({ seed, threads }) => [seed, threads]), [["0", "1"], [
      "1",
      "2",
    ]]);
    assert.equal(
      rows(out)[0]!.run,
      identity,
      "the number of threads is no part of a run's identity",
    );
    assert.match(openResultFolder(out).notices.join(), said);
    const { notices, page } = await writeReport(out);
    assert.match(notices.join("\n"), said);
    assert.match(Deno.readTextFileSync(page), said);
    const lines: string[] = [], { log } = console;
    console.log = (line: string) => lines.push(line);
    try {
      await status([out]);
    } finally {
      console.log = log;
    }
    assert.match(lines.join("\n"), said);
  },
});

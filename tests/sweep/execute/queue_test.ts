import { strict as assert } from "node:assert";
import { epochCost, graphKey } from "../../../lib/sweep/plan/cost.ts";
import { filledWorkers } from "../../../lib/sweep/plan/filled_workers.ts";
import { expandGrid, POSTER_GRID } from "../../../lib/sweep/plan/grid.ts";
import { RunQueue } from "../../../lib/sweep/execute/queue.ts";

const SIZE = { genes: 5000, trainRows: 245 };
const jobs = expandGrid(POSTER_GRID).map((configuration, i) => ({
  run: `${i}`,
  configuration,
  dataset: "",
}));

Deno.test("RunQueue gives every run once, whichever worker asks", () => {
  const queue = new RunQueue(jobs, SIZE), given: string[] = [];
  for (let turn = 0; queue.size > 0; turn++) given.push(queue.next(turn % 3)!.run);
  assert.equal(new Set(given).size, 360);
  assert.equal(given.length, 360);
  assert.equal(queue.next(0), undefined);
});

Deno.test("RunQueue keeps a worker on one graph as long as it has runs, apart from the others' graphs", () => {
  const queue = new RunQueue(jobs, SIZE), keys: string[][] = [[], []];
  for (let turn = 0; turn < 360; turn++) {
    keys[turn % 2]!.push(graphKey(queue.next(turn % 2)!.configuration));
  }
  const switches = keys.map((list) => list.filter((key, i) => key !== list[i - 1]).length);
  assert.deepEqual(switches, [12, 12]); // 24 graphs, none compiled twice
});

Deno.test("RunQueue starts with the most expensive graphs, so that workers end together", () => {
  const queue = new RunQueue(jobs, SIZE), dearest = new Map<string, number>();
  while (queue.size > 0) {
    const { configuration } = queue.next(0)!, key = graphKey(configuration);
    // Within a graph too: its first run is its dearest.
    if (!dearest.has(key)) dearest.set(key, epochCost(configuration, SIZE));
    assert.ok(epochCost(configuration, SIZE) <= dearest.get(key)!);
  }
  const costs = [...dearest.values()];
  assert.equal(costs.length, 24);
  assert.deepEqual(costs, [...costs].sort((a, b) => b - a));
});

Deno.test("RunQueue gives a run that was put back", () => {
  const queue = new RunQueue(jobs.slice(0, 1), SIZE), job = queue.next(0)!;
  queue.add(job);
  assert.equal(queue.next(1), job);
});

Deno.test("RunQueue gives a worker that is at runs only others of their graph", () => {
  const queue = new RunQueue(jobs, SIZE), first = queue.next(0)!;
  const key = graphKey(first.configuration), given = [first];
  for (let job = queue.next(0, { busy: true }); job; job = queue.next(0, { busy: true })) {
    given.push(job);
  }
  assert.equal(given.length, 15); // 3 optimizers × 5 learning rates
  assert.deepEqual(
    new Set(given.map(({ configuration }) => graphKey(configuration))),
    new Set([key]),
  );
  assert.equal(queue.size, 345);
  assert.notEqual(graphKey(queue.next(0)!.configuration), key, "once it is at none, another graph");
});

Deno.test("runs of other data have other workers, though their graph is the same", () => {
  const alike = jobs.filter(({ configuration }) =>
    graphKey(configuration) === graphKey(jobs[0]!.configuration)
  );
  const ofSplits = alike.map((job, i) => ({ ...job, dataset: `split ${i % 3}` }));
  assert.equal(alike.length, 15);
  assert.equal(filledWorkers(alike, 15), 1);
  assert.equal(filledWorkers(ofSplits, 15), 3);
  const queue = new RunQueue(ofSplits, SIZE), given = [queue.next(0)!];
  for (let job; (job = queue.next(0, { busy: true }));) given.push(job);
  assert.deepEqual(given.map(({ dataset }) => dataset), Array(5).fill(given[0]!.dataset));
});

Deno.test("RunQueue prefers the optimizer of the place that is free, and has others where there is none", () => {
  const queue = new RunQueue(jobs, SIZE);
  const given = Array.from({ length: 7 }, () => queue.next(0, { optimizer: "sgd" })!);
  assert.deepEqual(
    given.map(({ configuration: { optimizer } }) => optimizer === "sgd"),
    [true, true, true, true, true, false, false],
  );
  assert.equal(new Set(given.map(({ configuration }) => graphKey(configuration))).size, 1);
});

Deno.test("RunQueue keeps runs that are to be alone apart from the others, and counts them", () => {
  const queue = new RunQueue(jobs.slice(0, 2), SIZE), job = queue.next(0)!;
  queue.addAlone(job);
  assert.equal(queue.size, 2);
  assert.notEqual(queue.next(0), job);
  assert.equal(queue.next(0), undefined);
  assert.equal(queue.nextAlone(), job);
  assert.deepEqual([queue.nextAlone(), queue.size], [undefined, 0]);
});

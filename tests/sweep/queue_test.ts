import { strict as assert } from "node:assert";
import { epochCost, graphKey } from "../../lib/sweep/cost.ts";
import { expandGrid, POSTER_GRID } from "../../lib/sweep/grid.ts";
import { RunQueue } from "../../lib/sweep/queue.ts";

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
  assert.deepEqual(switches, [36, 36]); // 72 graphs, none compiled twice
});

Deno.test("RunQueue starts with the most expensive graphs, so that workers end together", () => {
  const queue = new RunQueue(jobs, SIZE), costs: number[] = [];
  while (queue.size > 0) costs.push(epochCost(queue.next(0)!.configuration, SIZE));
  assert.deepEqual(costs, [...costs].sort((a, b) => b - a));
});

Deno.test("RunQueue gives a run that was put back", () => {
  const queue = new RunQueue(jobs.slice(0, 1), SIZE), job = queue.next(0)!;
  queue.add(job);
  assert.equal(queue.next(1), job);
});

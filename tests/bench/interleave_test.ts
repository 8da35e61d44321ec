import { strict as assert } from "node:assert";
import { interleave } from "../../lib/bench/interleave.ts";

/** A clock that only contenders move on. */
function fakeClock() {
  let now = 1000;
  return { clock: () => now, spend: (milliseconds: number) => () => void (now += milliseconds) };
}

Deno.test("interleave() gives each contender its own time, per unit, once per round", () => {
  const { clock, spend } = fakeClock();
  const contenders = { slow: { run: spend(12), units: 3 }, fast: { run: spend(1) } };
  assert.deepEqual(interleave(contenders, { rounds: 3, warmUp: 1, clock }), {
    slow: [4, 4, 4],
    fast: [1, 1, 1],
  });
});

Deno.test("interleave() does not count the rounds before it is warm", () => {
  let calls = 0, now = 0;
  const run = () => void (now += ++calls <= 2 ? 500 : 5);
  assert.deepEqual(interleave({ one: { run } }, { rounds: 2, warmUp: 2, clock: () => now }), {
    one: [5, 5],
  });
});

Deno.test("interleave() takes turns", () => {
  const order: string[] = [];
  const contender = (name: string) => ({ run: () => void order.push(name) });
  interleave({ a: contender("a"), b: contender("b"), c: contender("c") }, { rounds: 2, warmUp: 0 });
  assert.equal(order.join(""), "abcabc");
});

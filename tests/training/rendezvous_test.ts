import { strict as assert } from "node:assert";
import { uniform } from "../../lib/random.ts";
import { Rendezvous } from "../../lib/training/_rendezvous.ts";

const soon = () => new Promise((resolve) => setTimeout(resolve, 0));

/** How often members ask in a trial. */
const ASKED = 12;

/**
 * Members who join, ask, leave between two questions or while they are waited for, and give up when something is refused,
 * at moments that a number decides; some of what is served throws. Gives what became of each question.
 */
async function trial(seed: number): Promise<{ asked: number; answered: number; refused: number }> {
  const chances = uniform([3, seed], 10_000);
  let drawn = 0, serving = false, asked = 0, answered = 0, refused = 0;
  const chance = (share: number) => chances[drawn++ % chances.length]! < share;
  const members = new Set<number>();
  const rendezvous = new Rendezvous<number, number>(async (given) => {
    assert.ok(!serving, "one after the other");
    serving = true;
    assert.deepEqual(given.map(([member]) => member).toSorted(), [...members].toSorted());
    if (chance(0.5)) await soon();
    serving = false;
    if (chance(0.1)) throw new Error("refused to all");
    const served = given.filter(() => chance(0.7));
    return new Map((served.length ? served : given).map(([member, request]) => [member, -request]));
  });
  const leave = (member: number) => {
    members.delete(member);
    rendezvous.leave(member);
  };
  const live = async (member: number) => {
    members.add(member);
    rendezvous.join(member);
    try {
      for (let i = 1; i <= ASKED && !chance(0.05); i++) {
        if (chance(0.3)) await soon();
        if (!members.has(member)) return;
        const question = rendezvous.ask(member, i);
        asked++;
        if (chance(0.05)) setTimeout(() => leave(member), 0);
        assert.equal(await question, -i);
        answered++;
      }
    } catch (error) {
      assert.match((error as Error).message, /refused to all|has left/);
      refused++;
    } finally {
      leave(member);
    }
  };
  const lives: Promise<void>[] = [];
  for (let member = 0; member < 8; member++) {
    await rendezvous.idle();
    lives.push(live(member));
    if (chance(0.4)) await soon();
  }
  await Promise.all(lives);
  return { asked, answered, refused };
}

Deno.test("Rendezvous answers or refuses whatever is asked, whenever others join, leave or are refused", async () => {
  let all = 0, without = 0;
  for (let seed = 0; seed < 40; seed++) {
    // A question that nobody answers leaves nothing to wait for, which fails the test.
    const { asked, answered, refused } = await trial(seed);
    assert.equal(answered + refused, asked, `trial ${seed}`);
    all += asked;
    without += refused;
  }
  assert.ok(all > 400 && without > 40, `${all} asked, ${without} refused`);
});

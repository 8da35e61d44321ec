import { strict as assert } from "node:assert";
import { interruptible } from "../../lib/notebook/interrupt.ts";
import { LiveDisplay } from "../../lib/notebook/live_display.ts";

Deno.test("LiveDisplay draws nothing outside of a notebook, where nobody has interrupted either", async () => {
  const display = new LiveDisplay({ interval: 0 });
  let drawn = 0;
  await display.update(() => (drawn++, { "text/plain": "half" }));
  await display.finish(() => ({ "text/plain": "done" }));
  using work = interruptible();
  assert.deepEqual([drawn, work.signal.aborted], [0, false]);
});

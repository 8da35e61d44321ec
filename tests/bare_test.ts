import { strict as assert } from "node:assert";
import { ROOT } from "./_task.ts";

Deno.test("a bare `deno test` passes without any permission, and names what it leaves out", async () => {
  const { code, stdout } = await new Deno.Command(Deno.execPath(), {
    args: ["test", "--quiet", "--no-prompt", "--no-check"],
    cwd: ROOT,
    env: { NO_COLOR: "1" },
    stdin: "null",
  }).output();
  const out = new TextDecoder().decode(stdout);
  assert.equal(code, 0, out.slice(-3000));
  const [, passed] = /^ok \| (\d+) passed \| 0 failed \| 1 ignored/m.exec(out)!;
  assert.ok(Number(passed) > 200, `only ${passed} tests were run`);
  // What it leaves out, it names.
  assert.match(out, /the tests that need permissions: `deno test -A tests` runs them.* ignored/);
});

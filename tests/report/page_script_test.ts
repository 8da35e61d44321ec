import { strict as assert } from "node:assert";
import { pageScript } from "../../lib/report/_page_script.ts";

Deno.test({
  name:
    "pageScript() is made without a network, a program or a file written, of the project's modules alone",
  permissions: { read: true, env: true, net: false, run: false, write: false },
  async fn() {
    const script = await pageScript();
    // The names of bubbles and their mean come from the figures' modules.
    assert.match(script, /Epoch limit reached/);
    assert.doesNotMatch(script, /\bimport\b|\brequire\(|tensorflow|Deno\./);
    assert.ok(script.length < 30_000, `${script.length} characters`);
    assert.equal(await pageScript(), script);
  },
});

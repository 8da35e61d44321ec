import { strict as assert } from "node:assert";
import { optionDocs } from "../../lib/cli/option_docs.ts";

Deno.test("docs/options.md says what the tables of options say: `deno task docs` writes it", () => {
  const written = Deno.readTextFileSync(new URL("../../docs/options.md", import.meta.url));
  assert.equal(written, optionDocs());
});

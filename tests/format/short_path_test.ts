import { strict as assert } from "node:assert";
import { shortPath } from "../../lib/format/short_path.ts";

Deno.test("shortPath() is relative to the current folder where the path lies in it", () => {
  const here = Deno.cwd();
  assert.equal(shortPath(`${here}/outputs/mine`), "outputs/mine");
  assert.equal(shortPath(`${here}/..odd name`), "..odd name");
  assert.equal(shortPath("outputs"), "outputs");
  for (const path of [here, "/", `${here}-beside/outputs`, `${here}/../beside`]) {
    assert.equal(shortPath(path), path);
  }
});

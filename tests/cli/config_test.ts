import { strict as assert } from "node:assert";
import { InputError } from "../../lib/errors.ts";
import { parseSweepCommand } from "../../lib/cli/_sweep_options.ts";
import { temporaryFolder } from "../_temporary.ts";

/** What a configuration file with this content is told. */
async function refusal(content: string, ending = ".json"): Promise<string> {
  const path = Deno.makeTempFileSync({ suffix: ending });
  Deno.writeTextFileSync(path, content);
  const error = await parseSweepCommand(["--config", path]).then(() => undefined, (error) => error);
  assert.ok(error instanceof InputError, String(error?.stack));
  return error.message.replace(path, "FILE");
}

Deno.test("parseSweepCommand() refuses values of another type in a configuration file", async () => {
  assert.equal(
    await refusal('{"dryRun": "false"}'),
    '--config FILE: dryRun is "false", takes true or false',
  );
  assert.equal(
    await refusal('{"saveModels": "no"}'),
    '--config FILE: saveModels is "no", takes true or false',
  );
  assert.equal(await refusal('{"data": 5}'), "--config FILE: data is 5, takes a name or path");
  assert.equal(await refusal('{"axis": 5}'), "--config FILE: axis is 5, takes an object");
  assert.equal(
    await refusal('{"models": "vae"}'),
    '--config FILE: models is "vae", takes a list such as ["vae"]',
  );
  assert.equal(
    await refusal('{"samples": [1, 2]}'),
    "--samples: got [1,2], takes one number or word",
  );
});

Deno.test("parseSweepCommand() tells in one line why a configuration file cannot be run", async () => {
  const message = await refusal("throw new Error('no\\nway');", ".ts");
  assert.equal(message, "--config FILE: it cannot be run: no");
});

Deno.test("parseSweepCommand() refuses a folder as configuration, and blank names", async () => {
  const folder = temporaryFolder();
  await assert.rejects(parseSweepCommand(["--config", folder]), /it is not a file$/);
  await assert.rejects(parseSweepCommand(["--data", ""]), /^InputError: --data: got "", takes/);
});

Deno.test("parseSweepCommand() knows the options of a model that a configuration file names, and no others", async () => {
  const model = new URL("../../notebooks/example/deep_vae.ts", import.meta.url).pathname;
  const named = (more: string) => `{"model": ${JSON.stringify([model])}, ${more}}`;
  assert.match(
    await refusal(named('"klWieght": 2')),
    /there is no option "klWieght"; the options are /,
  );
  const path = Deno.makeTempFileSync({ suffix: ".json" });
  Deno.writeTextFileSync(path, named('"klWeight": 2, "axis": {"batch-size": ["8", 16]}'));
  const { options } = await parseSweepCommand(["--config", path]);
  assert.deepEqual([options.fixed, options.axes], [{ klWeight: 2 }, {
    further: { batchSize: [8, 16] },
  }]);
});

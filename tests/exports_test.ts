import { strict as assert } from "node:assert";
import { CONFIGURATION, ROOT } from "./_task.ts";

/**
 * What an entry may do while it is imported. Polars is native: it is loaded with the modules
 * that call it, and asks for the system's kind. Models, training and figures need nothing at all.
 */
const NATIVE = ["--allow-read=node_modules", "--allow-ffi=node_modules", "--allow-sys"];
const PERMISSIONS: Readonly<Record<string, readonly string[]>> = {
  "./models": [],
  "./training": [],
  "./plots": [],
};

/** What a program prints, run with permissions of its own. */
async function run(program: string, permissions: readonly string[]): Promise<string> {
  const path = await Deno.makeTempFile({ suffix: ".ts" });
  await Deno.writeTextFile(path, program);
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: [
      ...["run", "--quiet", "--no-prompt", "--no-lock", "--cached-only", "--no-check"],
      ...[`--config=${ROOT}deno.json`, ...permissions, path],
    ],
    cwd: ROOT,
    env: { NO_COLOR: "1" },
  }).output();
  await Deno.remove(path);
  assert.ok(success, new TextDecoder().decode(stderr));
  return new TextDecoder().decode(stdout);
}

for (const [name, file] of Object.entries(CONFIGURATION.exports)) {
  const permissions = PERMISSIONS[name] ?? NATIVE, href = new URL(file, `file://${ROOT}`).href;

  Deno.test(`importing ${name} takes ${permissions.join(" ") || "no permission"}`, async () => {
    // Written out, so that reading the module itself takes none.
    const names = await run(
      `import * as entry from "${href}";\nconsole.log(Object.keys(entry).length > 2);`,
      permissions,
    );
    assert.equal(names, "true\n");
  });

  Deno.test(`importing ${name} changes nothing global and reads no file`, async () => {
    const program = `import { importEffects } from "${new URL(
      "_import_effects.ts",
      import.meta.url,
    )}";
      console.log(JSON.stringify(await importEffects(() => import("${href}"))));`;
    assert.deepEqual(JSON.parse(await run(program, NATIVE)), []);
  });
}

Deno.test("an entry has a name, a version and a module comment, and passes on nothing private", async () => {
  const files = Object.values(CONFIGURATION.exports);
  for (const file of files) {
    const text = await Deno.readTextFile(`${ROOT}${file}`);
    assert.match(text, /^\/\*\*\n \* \w.*?\n \* @module\n \*\/\n/s, file);
    assert.doesNotMatch(text, /from ".*\/_[^/]*"/, file);
  }
  const { name, version } = CONFIGURATION;
  assert.deepEqual([name, version], ["vae-sensitivity", "0.1.0"]);
});

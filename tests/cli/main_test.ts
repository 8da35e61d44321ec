import { strict as assert } from "node:assert";
import { userInfo } from "node:os";
import { exitCode } from "../../lib/cli/_main.ts";
import { InputError } from "../../lib/errors.ts";
import { enterUserFolder } from "../../lib/cli/_user_folder.ts";
import { temporaryFolder } from "../_temporary.ts";

/** What a command that does this prints as errors, and its exit code. */
async function endOf(command: () => void): Promise<[code: number, printed: string[]]> {
  const printed: string[] = [], { error } = console;
  console.error = (line: string) => printed.push(line);
  try {
    return [await exitCode(() => Promise.resolve().then(command).then(() => 0)), printed];
  } finally {
    console.error = error;
  }
}

Deno.test("exitCode() tells of a file that the system does not give access to in one line", async () => {
  const message = "Permission denied (os error 13): open '/x/results.csv'";
  const refused = () => {
    throw Object.assign(new Deno.errors.PermissionDenied(message), { code: "EACCES" });
  };
  assert.deepEqual(await endOf(refused), [2, [
    `Cannot go on as ${userInfo().username}: access is denied (${message}); ` +
    "ask its owner for access, or name another place",
  ]]);
  await assert.rejects(
    endOf(() => {
      throw new TypeError("a defect");
    }),
    /a defect/,
  );
});

Deno.test("enterUserFolder() goes where the command was given, once, and says where it cannot", async () => {
  const before = Deno.cwd(), folder = Deno.realPathSync(temporaryFolder());
  const given = Deno.env.get("INIT_CWD");
  try {
    Deno.env.set("INIT_CWD", folder);
    enterUserFolder();
    assert.equal(Deno.cwd(), folder);
    assert.equal(Deno.env.get("INIT_CWD"), undefined);
    Deno.chdir(before);
    enterUserFolder();
    assert.equal(Deno.cwd(), before);
    Deno.env.set("INIT_CWD", `${folder}/gone`);
    const [code, [line]] = await endOf(enterUserFolder);
    assert.equal(code, 2);
    assert.ok(
      line!.startsWith(`Cannot go to ${folder}/gone, the folder of the command by INIT_CWD: `),
    );
  } finally {
    Deno.chdir(before);
    if (given === undefined) Deno.env.delete("INIT_CWD");
    else Deno.env.set("INIT_CWD", given);
  }
});

Deno.test("exitCode() lets no name of a file command the terminal", async () => {
  const refused = () => {
    throw new InputError("Cannot read x: no column \u001b]0;title\u0007\u001b[2Jname");
  };
  assert.deepEqual(await endOf(refused), [2, [
    String.raw`Cannot read x: no column \x1b]0;title\x07\x1b[2Jname`,
  ]]);
});

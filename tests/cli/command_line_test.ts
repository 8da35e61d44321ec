import { strict as assert } from "node:assert";
import { commandLine } from "../../lib/cli/_command_line.ts";

/** What a command with an option and an argument says of these. */
function said(...args: string[]): string {
  let text = "";
  const command = commandLine("try").allowExcessArguments(false)
    .argument("[folder]").option("--models <list>")
    .configureOutput({ writeErr: (part) => text += part });
  assert.throws(() => command.parse(args, { from: "user" }), { name: "CommanderError" });
  return text;
}

Deno.test("commandLine() says what to do about an option that there is not", () => {
  assert.equal(
    said("--what"),
    "error: unknown option '--what'; `deno task try --help` lists the options\n",
  );
  assert.equal(said("--model"), "error: unknown option '--model'\n(Did you mean --models?)\n");
});

Deno.test("commandLine() names what belongs to no option", () => {
  assert.equal(
    said("folder", "--models", "vae", "iwae", "my file.csv"),
    "error: too many arguments. Expected 1 argument but got 3. Nothing takes iwae 'my file.csv'; " +
      "write lists with commas and no blanks, and names with blanks in quotes\n",
  );
});

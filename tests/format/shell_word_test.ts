import { strict as assert } from "node:assert";
import { shellWord } from "../../lib/format/shell_word.ts";
import { visibleText } from "../../lib/format/visible_text.ts";

const WORDS = [
  "plain/path-1.tsv",
  "",
  "two words",
  "it's",
  "$HOME",
  "`ls`",
  "a\nb",
  "*",
  "#",
  "é",
  "\\",
  "a;b",
  'é\u0085\u202e\x1b[2Jit\'s 50%\\n\t$(ls) `ls` "x"',
  "-n\n-",
];

Deno.test("shellWord(): a shell takes each word as it is, and what needs no quotes has none", async () => {
  const script = `printf '%s\\0' ${WORDS.map(shellWord).join(" ")}`;
  const { stdout } = await new Deno.Command("sh", {
    args: ["-c", script],
    env: { LC_ALL: "C" },
  }).output();
  assert.deepEqual(new TextDecoder().decode(stdout).split("\0").slice(0, -1), WORDS);
  assert.equal(shellWord("ends\n"), "'ends\n'");
  // What is shown to people is then what it was: it can be copied.
  assert.equal(visibleText(script), script);
  assert.equal(shellWord("--out=data/a:b@c%d+e,f.tsv"), "--out=data/a:b@c%d+e,f.tsv");
});

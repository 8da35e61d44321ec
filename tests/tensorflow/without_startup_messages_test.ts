import assert from "node:assert/strict";
import { fromFileUrl } from "./_paths.ts";

/** What a process says on stderr that runs `program` with `withoutStartupMessages` at hand. */
async function said(program: string): Promise<{ code: number; stderr: string }> {
  const module = fromFileUrl("../../lib/tensorflow/_without_startup_messages.ts");
  const { code, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["eval", `import { withoutStartupMessages } from ${JSON.stringify(module)};\n${program}`],
    env: { NO_COLOR: "1" },
  }).output();
  return { code, stderr: new TextDecoder().decode(stderr) };
}

const write = (text: string) =>
  `Deno.stderr.writeSync(new TextEncoder().encode(${JSON.stringify(text)}));`;

Deno.test("withoutStartupMessages() drops the library's start-up messages and keeps all else that it says", async () => {
  const { code, stderr } = await said(`await withoutStartupMessages(() => {
    ${write("I0000 oneDNN custom operations are on. You may see\nE0000 no memory\n")}
    return Promise.resolve();
  });
  ${write("after\n")}`);
  assert.deepEqual({ code, stderr }, { code: 0, stderr: "E0000 no memory\nafter\n" });
});

Deno.test("withoutStartupMessages() says what came before a failure, and passes the failure on", async () => {
  const { stderr } = await said(`await withoutStartupMessages(() => {
    ${write("E0000 wrong library\n")}
    return Promise.reject(new Error("cannot load"));
  }).catch((error) => console.error(error.message));`);
  assert.equal(stderr, "E0000 wrong library\ncannot load\n");
});

Deno.test("withoutStartupMessages() lets two loads at the same time take turns", async () => {
  const { code, stderr } = await said(`
  setTimeout(() => Deno.exit(3), 5000);
  const load = (text) => withoutStartupMessages(async () => {
    await new Promise((resolve) => setTimeout(resolve, 50));
    Deno.stderr.writeSync(new TextEncoder().encode(text));
  });
  await Promise.all([load("first\\n"), load("second\\n")]);
  Deno.exit(0);`);
  assert.deepEqual({ code, stderr }, { code: 0, stderr: "first\nsecond\n" });
});

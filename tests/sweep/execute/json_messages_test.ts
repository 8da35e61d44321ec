import { strict as assert } from "node:assert";
import { MessageReader } from "../../../lib/sweep/execute/json_messages.ts";

/** What a reader takes for messages, and what for other lines, however the output is cut into pieces. */
function read(output: string, length: number) {
  const printed: string[] = [], reader = new MessageReader<unknown>((line) => printed.push(line));
  const pieces = output.match(new RegExp(`[^]{1,${length}}`, "g")) ?? [];
  const messages = pieces.flatMap((piece) => reader.read(piece));
  reader.end();
  return { messages, printed };
}

Deno.test("MessageReader tells messages from what a program prints, in pieces of any length", () => {
  const output = 'hello\n\x1e{"a":1}\n{"type":"done"}\nno end\x1e{"b":"\\u001e"}\n\nlast';
  for (const length of [1, 2, 7, 100]) {
    assert.deepEqual(read(output, length), {
      messages: [{ a: 1 }, { b: "\x1e" }],
      printed: ["hello", '{"type":"done"}', "no end", "", "last"],
    });
  }
});

Deno.test("MessageReader passes a line without an end on in parts, and keeps none of it", () => {
  const { printed } = read("x".repeat(1_000_000), 10_000);
  assert.equal(printed.join("").length, 1_000_000);
  assert.ok(printed.length >= 10);
});

Deno.test("MessageReader takes a message that a killed process did not finish for nothing that it printed", () => {
  for (const length of [1, 7, 100]) {
    assert.deepEqual(read('{"a":1}\nno end\x1e{"record":{"his', length), {
      messages: [],
      printed: ['{"a":1}', "no end"],
    });
    assert.deepEqual(read('\x1e{"a":1}\n\x1e{"record', length), {
      messages: [{ a: 1 }],
      printed: [],
    });
  }
});

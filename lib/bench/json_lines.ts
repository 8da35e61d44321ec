/**
 * Values from a process's output, one line of JSON each.
 *
 * @example
 * ```ts
 * import { jsonLines } from "./json_lines.ts";
 * const stream = ReadableStream.from(['{"a":', '1}\n2\n'].map((text) => new TextEncoder().encode(text)));
 * const values = await Array.fromAsync(jsonLines<unknown>(stream));
 * if (JSON.stringify(values) !== '[{"a":1},2]') throw new Error("unexpected values");
 * ```
 */
export async function* jsonLines<Value>(
  stream: ReadableStream<Uint8Array>,
): AsyncGenerator<Value, void, void> {
  let text = "";
  for await (const chunk of stream.pipeThrough(new TextDecoderStream() as TextTransform)) {
    const lines = (text + chunk).split("\n");
    text = lines.pop()!;
    for (const line of lines) yield JSON.parse(line);
  }
}

type TextTransform = ReadableWritablePair<string, Uint8Array>;

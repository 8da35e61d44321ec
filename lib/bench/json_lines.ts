/** Values from a process's output, one line of JSON each. */
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

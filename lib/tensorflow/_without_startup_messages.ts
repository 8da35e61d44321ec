import { complain } from "../format/print.ts";
/**
 * What the library prints about itself whenever oneDNN is on, before its own log level counts, and one for cards where there is
 * none: whoever asked for one is told why by `findCards`.
 */
const STARTUP_MESSAGES =
  /oneDNN custom operations are on|All log messages before absl::InitializeLog|failed call to cuInit/;
const LIBC: Partial<Record<typeof Deno.build.os, string>> = {
  linux: "libc.so.6",
  darwin: "libSystem.B.dylib",
};
const STDERR = 2;

let before: Promise<unknown> = Promise.resolve();

/**
 * Loads a native library without its start-up messages; whatever else it prints on stderr is printed afterwards. Loads take
 * turns: one that began within another would keep that one's pipe open, which then would wait for ever.
 */
export function withoutStartupMessages(load: () => Promise<unknown>): Promise<void> {
  const now = before.then(() => loadQuietly(load));
  before = now.catch(() => {}); // it is the caller's to handle
  return now;
}

async function loadQuietly(load: () => Promise<unknown>): Promise<void> {
  const libc = LIBC[Deno.build.os];
  if (libc === undefined) return void await load();
  const { symbols, close } = openLibc(libc), ends = new Int32Array(2), kept = symbols.dup(STDERR);
  if (kept < 0 || symbols.pipe(ends) !== 0) {
    throw new Error("Cannot load the native library: the process has no file descriptors left");
  }
  symbols.dup2(ends[1]!, STDERR);
  try {
    await load();
  } finally {
    symbols.dup2(kept, STDERR);
    for (const end of [kept, ends[1]!]) symbols.close(end);
    const said = readAll((buffer) => symbols.read(ends[0]!, buffer, BigInt(buffer.length)));
    symbols.close(ends[0]!);
    close();
    const news = said.split("\n").filter((line) => line !== "" && !STARTUP_MESSAGES.test(line));
    if (news.length > 0) complain(...news);
  }
}

function openLibc(name: string) {
  const library = Deno.dlopen(name, {
    dup: { parameters: ["i32"], result: "i32" },
    dup2: { parameters: ["i32", "i32"], result: "i32" },
    pipe: { parameters: ["buffer"], result: "i32" },
    read: { parameters: ["i32", "buffer", "usize"], result: "isize" },
    close: { parameters: ["i32"], result: "i32" },
  });
  return { symbols: library.symbols, close: () => library.close() };
}

function readAll(read: (buffer: Uint8Array<ArrayBuffer>) => bigint): string {
  const decoder = new TextDecoder(), buffer = new Uint8Array(65536);
  for (let text = "";;) {
    const length = Number(read(buffer));
    if (length <= 0) return text;
    text += decoder.decode(buffer.subarray(0, length), { stream: true });
  }
}

import h5wasm from "h5wasm/node";
import { InputError } from "../../errors.ts";
import { printable } from "./_printable.ts";

const STANDARD_ERROR = 2;

/** What the library has said about problems since the last call. */
let said = "";
let listening: Promise<void> | undefined;
/** What the library opened last. */
let opened = -1;

/**
 * The library reports problems on standard error only and returns uninitialized memory: so its output is captured. It
 * opens files itself: so it is noted which descriptor each got.
 */
export function listen(): Promise<void> {
  return listening ??= h5wasm.ready.then(({ FS }) => {
    const files = FS as unknown as { write: Write; open: Open };
    const write = files.write.bind(files), open = files.open.bind(files);
    files.open = (...options) => {
      const stream = open(...options);
      opened = stream.nfd;
      return stream;
    };
    files.write = (stream, buffer, offset, length, position) => {
      if (stream.nfd !== STANDARD_ERROR) return write(stream, buffer, offset, length, position);
      const bytes = new Uint8Array(buffer.buffer, buffer.byteOffset + offset, length);
      said += new TextDecoder().decode(bytes.slice());
      return length;
    };
  });
}

/** The descriptor of the file that the library opened last. */
export function lastOpened(): number {
  return opened;
}

type Open = (...options: unknown[]) => { readonly nfd: number };

type Write = (
  stream: { readonly nfd: number },
  buffer: Uint8Array,
  offset: number,
  length: number,
  position?: number,
) => number;

/** What a call of the library gives, and what it says is wrong. */
export function heard<Result>(
  call: () => Result,
): { readonly result?: Result; readonly problem?: string; readonly isFull?: boolean } {
  said = "";
  let problem: string | undefined, result: Result | undefined;
  try {
    result = call();
  } catch (error) {
    if (error instanceof InputError) throw error;
    problem = error instanceof Error ? error.message : String(error);
  }
  // The deepest line is the cause: "  #009: …/H5Zdeflate.c line 147 in H5Z__filter_deflate(): inflate() failed".
  const causes = [...said.matchAll(/#\d+: .* in \w+\(\): (.*)/g)];
  problem = causes.at(-1)?.[1] ?? problem;
  return problem === undefined
    ? { result }
    : { problem, isFull: /No space left|Disk quota|File too large/.test(said) };
}

/** What reading gives. @throws {InputError} If the library says that something is wrong, with the place in the file. */
export function guard<Result>(path: string, name: string, read: () => Result): Result {
  const { result, problem } = heard(read);
  if (problem === undefined) return result!;
  throw new InputError(
    `Cannot read ${path}${name ? `, ${printable(name.replace(/^\//, ""))}` : ""}: its HDF5 is ` +
      `damaged or of an unsupported kind (${printable(problem).slice(0, 120)}); get the file again`,
  );
}

/**
 * The thread that shows what the command is doing: it goes on while the command itself computes and cannot.
 *
 * @module
 */
import { ActivityLine, type ActivityState } from "./_activity_line.ts";

/** Values of the shared state: who may write to standard error. */
export const SHOWN = 0, DRAWING = 1, HIDDEN = 2;

/** Milliseconds between two looks at what is to be shown. */
const TICK = 250;

function write(text: string): void {
  const bytes = new TextEncoder().encode(text);
  for (let written = 0; written < bytes.length;) {
    written += Deno.stderr.writeSync(bytes.subarray(written));
  }
}

/** A line that is written over, no longer than the terminal is wide. */
function overwrite(text: string): void {
  const columns = Deno.consoleSize().columns || 80; // 0 where a terminal does not say
  write(`\r\x1b[K${text.slice(0, Math.max(columns - 1, 1))}`);
}

/** What the main thread sends. */
export interface ActivityMessage {
  /** Shared with it: the first number is one of {@linkcode SHOWN}, {@linkcode DRAWING} and {@linkcode HIDDEN}. */
  readonly shared?: SharedArrayBuffer;
  readonly state?: ActivityState;
}

function show(): void {
  const terminal = Deno.stderr.isTerminal(), line = new ActivityLine(terminal, performance.now());
  let lock: Int32Array | undefined;
  addEventListener("message", ({ data }: MessageEventInit<ActivityMessage>) => {
    if (data!.shared) lock = new Int32Array(data!.shared);
    if (data!.state) line.take(data!.state, performance.now());
  });
  const timer = setInterval(() => {
    if (!lock) return;
    if (Atomics.compareExchange(lock, 0, SHOWN, DRAWING) !== SHOWN) {
      return line.hide(performance.now());
    }
    try {
      const text = line.say(performance.now());
      if (text !== undefined && terminal) overwrite(text);
      else if (text !== undefined) write(`${text}\n`);
    } catch {
      clearInterval(timer); // nobody reads it any more, as console.error takes it too: the command itself goes on
    } finally {
      Atomics.store(lock, 0, SHOWN); // or the other thread would wait for ever where nothing can be written
    }
  }, TICK);
}

if (import.meta.main) show();

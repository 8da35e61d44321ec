import { complain } from "../format/print.ts";
import { visibleText } from "../format/visible_text.ts";
import type { ActivityState } from "./_activity_line.ts";
import { type ActivityMessage, DRAWING, HIDDEN, SHOWN } from "./_activity_thread.ts";

/** Shows on standard error what the command is doing besides runs. */
export interface Activity {
  /** Shows it, after a moment: what is done by then is not worth a line. */
  say(text: string, count?: Omit<ActivityState, "text">): void;
  /** Prints lines that stay, above. */
  print(...lines: readonly string[]): void;
  /** Takes the line away, as something else is to be written; the next thing said brings one again. */
  hide(): void;
  /** Ends it. */
  stop(): void;
}

/** Milliseconds between two counts of the same thing that are passed on. */
const INTERVAL = 100;

/**
 * One line that is written over on a terminal, elsewhere a line now and then. A thread of its own writes it, so that it goes
 * on and says for how long while this one computes.
 */
export function showActivity(): Activity {
  const thread = new Worker(new URL("./_activity_thread.ts", import.meta.url), { type: "module" });
  const shared = new SharedArrayBuffer(4), state = new Int32Array(shared);
  Atomics.store(state, 0, HIDDEN);
  const post = (message: ActivityMessage) => thread.postMessage(message);
  post({ shared });
  let last = "", passed = -Infinity;
  const hide = () => {
    if (Atomics.load(state, 0) === HIDDEN) return;
    // The other thread draws for microseconds.
    while (Atomics.compareExchange(state, 0, SHOWN, HIDDEN) === DRAWING);
    if (Deno.stderr.isTerminal()) Deno.stderr.writeSync(new TextEncoder().encode("\r\x1b[K"));
  };
  return {
    say(text, count = {}) {
      const now = performance.now();
      if (text === last && now - passed < INTERVAL && count.done !== count.total) return;
      [last, passed] = [text, now];
      post({ state: { text: visibleText(text), ...count } });
      Atomics.compareExchange(state, 0, HIDDEN, SHOWN);
    },
    print(...lines) {
      const shown = Atomics.load(state, 0) !== HIDDEN;
      hide();
      complain(...lines);
      if (shown) Atomics.store(state, 0, SHOWN);
    },
    hide,
    stop() {
      hide();
      thread.terminate();
    },
  };
}

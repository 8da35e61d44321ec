import type { PrepareOnceOptions } from "../data/prepare_once.ts";
import { countProgress } from "./_byte_progress.ts";
import { complain } from "../format/print.ts";

/** Seconds that reading takes before its progress is shown. */
const QUIET = 2;

/** Shows how far a matrix has been read, and what is done with it then, where that takes longer than a moment. */
export function showReading(): {
  readonly onProgress: NonNullable<PrepareOnceOptions["onProgress"]>;
  readonly stop: () => void;
} {
  const began = performance.now();
  let bar: ReturnType<typeof countProgress> | undefined;
  const stop = () => {
    bar?.stop();
    bar = undefined;
  };
  return {
    onProgress(done, total, step = "reading") {
      if (step === "reading") {
        bar ??= countProgress("Reading", "MB", QUIET);
        return bar.update(done, total);
      }
      stop();
      if (performance.now() - began < QUIET * 1000) return;
      complain(step === "keeping" ? "Keeping the matrix for the next time" : "Preparing");
    },
    stop,
  };
}

import { onSignals } from "./_signals.ts";

/** Seconds that runs under way get to finish after Ctrl-C. */
const GRACE = 4;

/**
 * The first Ctrl-C gives runs under way a moment to finish, a second one ends them at once.
 *
 * @param keepsRunning What goes on without this command, in words; null where nothing does.
 * @param say Tells what becomes of it, among whatever else is shown.
 */
export function interruptible(keepsRunning: string | null, say: (text: string) => void) {
  const stopping = new AbortController(), ending = new AbortController();
  let code = 130, runsEnded = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const release = onSignals((exit) => {
    if (stopping.signal.aborted) return ending.abort();
    code = exit;
    say(
      runsEnded
        ? "Stopping: no run is under way any more, and what is done of the baselines is kept"
        : keepsRunning !== null
        ? `Leaving: ${keepsRunning}, where there are any, keep running without this command`
        : `Stopping: runs under way get ${GRACE} s to finish; interrupt again to end them at once`,
    );
    stopping.abort();
    timer = setTimeout(() => ending.abort(), GRACE * 1000);
  });
  return {
    stopping: stopping.signal,
    ending: ending.signal,
    exitCode: () => code,
    runsEnded: () => void (runsEnded = true),
    release() {
      clearTimeout(timer);
      release();
    },
  };
}

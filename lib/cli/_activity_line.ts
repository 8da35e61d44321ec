import { formatDuration } from "../format/duration.ts";
import { secondsLeft } from "../format/seconds_left.ts";

/** What is being done, and how far it is where that is counted. */
export interface ActivityState {
  readonly text: string;
  readonly done?: number;
  readonly total?: number;
  /** Of the counts: "MB" counts bytes. */
  readonly unit?: string;
}

/** Milliseconds of one thing before it is shown on a terminal, and before it is told elsewhere. */
const TERMINAL_QUIET = 500, QUIET = 2000;

/** Milliseconds between two lines about the same thing where there is no terminal. */
const INTERVAL = 10_000;

/**
 * What is said of something that is being done: how far it is and how long it will take, or how long it has taken.
 *
 * @param elapsed Seconds since it began.
 * @param first What was done when it began: it took none of that time.
 */
export function activityText(
  { text, done, total, unit }: ActivityState,
  elapsed: number,
  first = 0,
): string {
  const said = `${text[0]!.toUpperCase()}${text.slice(1)}`;
  if (done === undefined) return elapsed < 1 ? said : `${said}, ${formatDuration(elapsed)}`;
  const scale = unit === "MB" ? 1e-6 : 1, count = (number: number) => Math.round(number * scale);
  const all = total === undefined ? "" : ` of ${count(total)}`;
  const left = total === undefined
    ? null
    : secondsLeft(total - done, { work: done - first, seconds: elapsed });
  const time = left === null ? "" : `, about ${formatDuration(left)} left`;
  return `${said}: ${count(done)}${all}${unit ? ` ${unit}` : ""}${time}`;
}

/** When something was said last, and what is to be said. */
export class ActivityLine {
  readonly #terminal: boolean;
  #state: ActivityState | undefined;
  #since = 0;
  #first = 0;
  #told: number;
  #about = "";

  /** @param now Milliseconds of a clock, as in all that follows. */
  constructor(terminal: boolean, now: number) {
    this.#terminal = terminal;
    this.#told = now;
  }

  /** Takes in what is done now. */
  take(state: ActivityState, now: number): void {
    if (state.text !== this.#state?.text) {
      this.#since = now;
      this.#first = state.done ?? 0;
    }
    this.#state = state;
  }

  /** Takes in that something else is shown. */
  hide(now: number): void {
    this.#told = now;
    this.#about = "";
  }

  /** What is to be said now, if anything: on a terminal it is written over what was there. */
  say(now: number): string | undefined {
    const known = this.#state?.text === this.#about && this.#about !== "";
    const quiet = this.#terminal ? (this.#about ? 0 : TERMINAL_QUIET) : known ? INTERVAL : QUIET;
    if (this.#state === undefined || now - this.#told < quiet) return undefined;
    this.#told = now;
    this.#about = this.#state.text;
    return activityText(this.#state, (now - this.#since) / 1000, this.#first);
  }
}

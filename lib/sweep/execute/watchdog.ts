/** Milliseconds between two checks. */
const STEP = 500;

/**
 * Notices silence. Time is counted in steps of which a late one counts for two at most, so that a pause of
 * this whole program (Ctrl-Z, a sleeping laptop) is not mistaken for another process's silence.
 */
export class Watchdog {
  readonly #onSilence: () => void;
  #timer: ReturnType<typeof setInterval> | undefined;
  #silent = 0;
  #began = 0;
  #limit = Infinity;

  constructor(onSilence: () => void) {
    this.#onSilence = onSilence;
  }

  /**
   * Restarts the count.
   *
   * @param limit Seconds of silence until it is noticed.
   * @returns Seconds of silence so far.
   */
  expect(limit: number): number {
    const now = performance.now();
    const before = Math.min((now - this.#began) / 1000, this.#silent + STEP / 1000);
    this.#silent = 0;
    this.#began = now;
    this.#limit = limit;
    this.#timer ??= this.#watch();
    return before;
  }

  #watch(): ReturnType<typeof setInterval> {
    let last = performance.now();
    return setInterval(() => {
      const now = performance.now();
      this.#silent += Math.min(now - last, 2 * STEP) / 1000;
      last = now;
      if (this.#silent < this.#limit) return;
      this.stop();
      this.#onSilence();
    }, STEP);
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.#silent = 0;
  }
}

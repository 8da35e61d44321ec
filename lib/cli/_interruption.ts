import { onSignals } from "./_signals.ts";

/** Lets what is under way be cleared up before a signal ends this process. */
export class Interruption implements Disposable {
  readonly #controller = new AbortController();
  #code: number | undefined;
  #release: (() => void) | undefined;

  /** Aborted by the first signal. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** From now on signals abort; until then they end the process at once. Once is enough. */
  listen(): void {
    this.#release ??= onSignals((code) => {
      this.#code ??= code;
      this.#controller.abort();
    });
  }

  /** Ends the process if a signal was the reason for an error; else throws it. */
  exit(error: unknown): never {
    if (this.#code !== undefined) Deno.exit(this.#code);
    throw error;
  }

  [Symbol.dispose](): void {
    this.#release?.();
  }
}

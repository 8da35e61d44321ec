/** Exit codes of the signals that end a command, by the shell's rule. */
const CODES = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;

/** Lets what is under way be cleared up before a signal ends this process. */
export class Interruption implements Disposable {
  readonly #controller = new AbortController();
  readonly #removers: (() => void)[] = [];
  #code: number | undefined;

  /** Aborted by the first signal. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** From now on signals abort; until then they end the process at once. */
  listen(): void {
    for (const [name, code] of Object.entries(CODES) as [Deno.Signal, number][]) {
      if (Deno.build.os === "windows" && name !== "SIGINT") continue;
      const handler = () => {
        this.#code ??= code;
        this.#controller.abort();
      };
      Deno.addSignalListener(name, handler);
      this.#removers.push(() => Deno.removeSignalListener(name, handler));
    }
  }

  /** Ends the process if a signal was the reason for an error; else throws it. */
  exit(error: unknown): never {
    if (this.#code !== undefined) Deno.exit(this.#code);
    throw error;
  }

  [Symbol.dispose](): void {
    for (const remove of this.#removers.splice(0)) remove();
  }
}

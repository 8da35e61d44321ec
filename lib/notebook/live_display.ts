import { inNotebook, type MimeBundle, publish } from "./_kernel.ts";

/**
 * One place below a cell whose content changes while the cell runs.
 *
 * Updates that come too fast are left out, the last one never; outside of a notebook none is made.
 */
export class LiveDisplay {
  readonly #id = crypto.randomUUID();
  readonly #interval: number;
  #shown = -Infinity;

  /** @param options `interval`: milliseconds between updates at least. @default 500 */
  constructor({ interval = 500 }: { readonly interval?: number } = {}) {
    this.#interval = interval;
  }

  /** Shows something new, unless the last time was only just now. */
  async update(content: () => MimeBundle | Promise<MimeBundle>): Promise<void> {
    if (performance.now() - this.#shown >= this.#interval) await this.finish(content);
  }

  /** Shows something new in any case. */
  async finish(content: () => MimeBundle | Promise<MimeBundle>): Promise<void> {
    if (!inNotebook()) return;
    const update = this.#shown >= 0;
    await publish(await content(), { id: this.#id, update });
    this.#shown = performance.now();
  }
}

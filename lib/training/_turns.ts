/** Has things done one after the other. */
export class Turns {
  #last: Promise<void> = Promise.resolve();

  /** Waits until those before have ended; gives the function that ends this turn. */
  async begin(): Promise<() => void> {
    const before = this.#last, { promise, resolve } = Promise.withResolvers<void>();
    this.#last = promise;
    await before;
    return resolve;
  }
}

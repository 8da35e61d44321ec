/** The display line of each of the things under way, by number from 0. */
export class DisplayLines<Shown> {
  readonly #lines: (Shown | undefined)[] = [];

  /** The line that it has, else the first free one, which it has from now on. */
  of(shown: Shown): number {
    let line = this.#lines.indexOf(shown);
    if (line < 0) line = this.#lines.indexOf(undefined);
    if (line < 0) line = this.#lines.length;
    this.#lines[line] = shown;
    return line;
  }

  /** Others may have its line. */
  free(shown: Shown): void {
    const line = this.#lines.indexOf(shown);
    if (line >= 0) this.#lines[line] = undefined;
  }
}

type Column = readonly unknown[];

/** Columns that are read, or picked, when they are first asked for: most tables ask for few of many. */
export class LazyColumns implements ReadonlyMap<string, Column> {
  readonly #names: readonly string[];
  readonly #read: (name: string) => Column;
  readonly #known = new Map<string, Column>();

  constructor(names: Iterable<string>, read: (name: string) => Column) {
    this.#names = [...names];
    this.#read = read;
  }

  get(name: string): Column | undefined {
    if (!this.#known.has(name) && this.has(name)) this.#known.set(name, this.#read(name));
    return this.#known.get(name);
  }

  has(name: string): boolean {
    return this.#names.includes(name);
  }

  get size(): number {
    return this.#names.length;
  }

  keys(): MapIterator<string> {
    return new Map(this.#names.map((name) => [name, null])).keys();
  }

  entries(): MapIterator<[string, Column]> {
    return new Map(this.#names.map((name) => [name, this.get(name)!])).entries();
  }

  values(): MapIterator<Column> {
    return new Map(this.entries()).values();
  }

  forEach(
    visit: (values: Column, name: string, columns: ReadonlyMap<string, Column>) => void,
  ): void {
    for (const name of this.#names) visit(this.get(name)!, name, this);
  }

  [Symbol.iterator](): MapIterator<[string, Column]> {
    return this.entries();
  }
}

import { beginnings, fileNameParts, keyOf, type Way, WAYS, withoutNumber } from "./_sample_keys.ts";

/** Rows of a phenotype table that a sample was found in, and how. */
export interface Found {
  readonly way: Way;
  readonly rows: readonly number[];
}

/** The rows of a phenotype table by their ids, compared in several ways. */
export class RowIndex {
  readonly ids: readonly string[];
  readonly #ofSubjects: boolean;
  readonly #byKey = new Map<Way, ReadonlyMap<string, number[]>>();

  /**
   * @param ids One per row; rows with "" are never found.
   * @param options Whether the ids are of subjects, with which those of their samples begin.
   */
  constructor(
    ids: readonly string[],
    { ofSubjects = false }: { readonly ofSubjects?: boolean } = {},
  ) {
    this.ids = ids;
    this.#ofSubjects = ofSubjects;
  }

  /** Where a sample is found, the surest way first. */
  *find(sample: string): Generator<Found, void, void> {
    for (const way of WAYS) {
      const rows = this.#rows(sample, way);
      if (rows) yield { way, rows };
    }
  }

  /** How many of some samples stand in it by their very ids: quick, also for columns that hold no ids. */
  countExact(samples: readonly string[]): number {
    const ids = this.#index("matched-samples");
    return samples.reduce((count, sample) => ids.has(sample) ? count + 1 : count, 0);
  }

  /** How many of some samples are found in any way. */
  count(samples: readonly string[]): number {
    return samples.reduce((count, sample) => this.find(sample).next().done ? count : count + 1, 0);
  }

  #rows(sample: string, way: Way): readonly number[] | undefined {
    if (way === "matched-by-subject") {
      if (!this.#ofSubjects) return undefined;
      const subjects = this.#index("matched-by-r-name");
      return beginnings(sample).map((id) => subjects.get(keyOf(id, "matched-by-r-name")!))
        .find((rows) => rows !== undefined);
    }
    const key = keyOf(sample, way);
    if (key === undefined) return undefined;
    const known = this.#index(way), rows = known.get(key);
    if (rows) return rows;
    if (way === "matched-by-r-name") {
      const first = withoutNumber(sample);
      return first === undefined ? undefined : known.get(keyOf(first, way)!);
    }
    if (way !== "matched-by-file-name") return undefined;
    return fileNameParts(sample).map((part) => known.get(part)).find((rows) => rows !== undefined);
  }

  /** Rows by their keys. */
  #index(way: Way): ReadonlyMap<string, number[]> {
    const known = this.#byKey.get(way);
    if (known) return known;
    const rows = new Map<string, number[]>();
    this.ids.forEach((id, row) => {
      const key = id === "" ? undefined : keyOf(id, way);
      if (key === undefined) return;
      const others = rows.get(key);
      if (others) others.push(row);
      else rows.set(key, [row]);
    });
    this.#byKey.set(way, rows);
    return rows;
  }
}

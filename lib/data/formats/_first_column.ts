import { InputError } from "../../errors.ts";
import { isAnnotation } from "../annotation_names.ts";
import { geneNamesAmong, sampleNamesAmong, type TextColumns } from "./_text_columns.ts";
import type { TextLayout } from "./_text_layout.ts";

/** What a first column is called that holds numbers of rows: by pandas, by R, by hand. */
const UNNAMED =
  /^(unnamed: ?\d+|index|idx|rows?|row[ ._]?(names?|numbers?|ids?)|level_0|\.\.\.1|x|nr\.?|no\.?|)$/i;
/** Numbers of rows remain below; of a table's Entrez ids many are above. */
const MOST_ROWS = 100_000;
/** What stands beside genes and tells no two of them apart. */
const NO_IDS =
  /^(chr(om(osome([ ._]name)?)?)?|seqnames?|start|end|strand|width|length|cytoband|(gene[ ._]?)?(bio)?type|(gene[ ._]?)?description|gene[ ._]title|batch|condition|group|cluster|class)$/i;
const NUMBER = /^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i;

/**
 * Tells whether the first column of a table can hold its ids, where another one that is left out is called as ids are:
 * not where it numbers the rows, holds values or says where a gene is.
 */
export class FirstColumn {
  readonly #path: string;
  readonly #table: TextLayout & TextColumns;
  readonly #seen = new Set<string>();
  #areCounted = true;
  #areWhole = true;
  #areNumbers = true;
  #repeats = false;
  /** What the column that is named for the ids has where it holds values. */
  #value: string | undefined;
  #areIds = false;

  constructor(path: string, table: TextLayout & TextColumns) {
    this.#path = path;
    this.#table = table;
  }

  /** Takes what it has in a row, from 0, and the row's id, which another column may have. */
  take(text: string, id: string, row: number): void {
    this.#areIds ||= !NUMBER.test(id);
    if (!/^\d+(\.0)?$/.test(id)) this.#value ??= id;
    this.#areCounted &&= [0, 1].includes(Number(text) - row) && text !== "";
    if (!this.#areNumbers) return;
    this.#areNumbers = NUMBER.test(text);
    this.#areWhole &&= /^\d+$/.test(text) && Number(text) < MOST_ROWS;
    this.#repeats ||= this.#seen.has(text);
    if (!this.#repeats) this.#seen.add(text);
  }

  /** @throws {InputError} If another column holds the ids, or this one holds values and would be left out. */
  finish(): void {
    const { ids, leftOut, names, corner, first } = this.#table, path = this.#path;
    const areValues = this.#areNumbers && !this.#areCounted && !UNNAMED.test(first) &&
      !isAnnotation(first);
    if (ids >= 0) {
      if (!this.#areIds && this.#value !== undefined) {
        throw new InputError(
          `--gene-column: got ${
            JSON.stringify(corner)
          }, but that column of ${path} holds numbers such as ` +
            `${this.#value}, no ids of genes`,
        );
      }
      if (!areValues || !this.#repeats && this.#areWhole && ids < names.length - 1) return;
      throw new InputError(
        `--gene-column: got ${
          JSON.stringify(corner)
        }, but the first column (${first}) of ${path} holds numbers, which ` +
          `would be left out; put the column ${corner} first`,
      );
    }
    const others = leftOut.filter((name) => name !== first);
    const genes = geneNamesAmong(others), samples = sampleNamesAmong(others);
    const areNumbered = this.#areCounted || this.#areWhole && UNNAMED.test(first);
    if (areNumbered && genes !== undefined) {
      throw this.#another("its rows are only numbered", genes);
    }
    if (areNumbered && samples !== undefined && UNNAMED.test(first)) {
      throw new InputError(
        `Cannot read ${path}: its rows are only numbered, and a column is called ${samples}; put that column ` +
          "first, without the numbers",
      );
    }
    if (genes === undefined) return;
    if (NO_IDS.test(first)) throw this.#another(`its first column is ${first}`, genes);
    if (!areValues || !this.#repeats && this.#areWhole && names.at(-1) !== genes) return;
    throw new InputError(
      `Cannot read ${path}: its first column (${first}) holds numbers, and a column is called ${genes}; put the ` +
        "genes' ids first",
    );
  }

  #another(what: string, genes: string): InputError {
    const flag = /^[\w.-]+$/.test(genes) ? genes : JSON.stringify(genes);
    return new InputError(
      `Cannot read ${this.#path}: ${what}, and a column is called ${genes}; take it for the genes' ids with ` +
        `--gene-column ${flag}`,
    );
  }
}

import { hostname } from "node:os";
import { storing } from "../../errors.ts";
import { formatLine, type LineKind } from "./_journal_line.ts";
import { makeFolder } from "../../files/make_folder.ts";
import { tryLock } from "../../files/locking.ts";
import { writeAll } from "../../files/write_all.ts";

/** A file of checked lines that this process alone appends to. */
export class LineFile {
  readonly #folder: string;
  readonly #ending: string;
  #file: Deno.FsFile | undefined;
  /** Where the last whole line ends. */
  #end = 0;

  /** @param folder Where the file is made when the first line comes. */
  constructor(folder: string, ending: string) {
    this.#folder = folder;
    this.#ending = ending;
  }

  write(kind: LineKind, content: string): void {
    const line = formatLine(kind, content);
    storing(this.#folder, () => {
      const file = this.#file ??= openNew(this.#folder, this.#ending);
      file.seekSync(this.#end, Deno.SeekMode.Start);
      try {
        writeAll(file, line);
      } catch (error) {
        file.truncateSync(this.#end); // a torn line would spoil the next one
        throw error;
      }
      this.#end += line.length;
    });
  }

  /** Returns when all lines are on disk. */
  flush(): void {
    storing(this.#folder, () => this.#file?.syncDataSync());
  }

  close(): void {
    this.#file?.close();
    this.#file = undefined;
  }
}

/** This process's own file: no name is used twice, and it is locked. */
function openNew(folder: string, ending: string): Deno.FsFile {
  makeFolder(folder);
  const name = `${hostname().replace(/[^\w.-]/g, "_")}-${Deno.pid}-${Date.now()}`;
  for (let copy = 0;; copy++) {
    try {
      const path = `${folder}/${name}${copy ? `-${copy}` : ""}${ending}`;
      const file = Deno.openSync(path, { createNew: true, write: true });
      tryLock(file);
      return file;
    } catch (error) {
      if (!(error instanceof Deno.errors.AlreadyExists)) throw error;
    }
  }
}

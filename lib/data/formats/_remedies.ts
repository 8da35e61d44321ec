/** What users can do with files that are not read here; what names a path is a command for the tool of such files. */

export const TEXT = "give the table as tab-separated text or CSV";
export const SHEET = "save the sheet with the table as CSV or tab-separated text";
export const WITH_IDS = "write it with the ids of genes and samples, in Python: " +
  'pandas.DataFrame(VALUES, GENES, SAMPLES).to_csv("genes.tsv", sep="\\t")';

/** Writes an object of R, which has to be a matrix or a data frame with row names. */
export function inR(read: "readRDS" | "qs::qread" | "load"): (path: string) => string {
  return (path) => {
    const call = `${read}(${JSON.stringify(path)})`,
      object = read === "load" ? `get(${call})` : call;
    const to = JSON.stringify(withEnding(path, "tsv"));
    return `write its matrix as text, in R: write.table(${object}, ${to}, sep = "\\t", ` +
      "quote = FALSE, col.names = NA)";
  };
}

/** Writes what a function of Python reads by a method of it. */
export function inPython(read: string, write: string, ending: string): (path: string) => string {
  return (path) => {
    const to = JSON.stringify(withEnding(path, ending));
    return `write it in a format that is read, in Python: ${read}(${
      JSON.stringify(path)
    }).${write}(${to})`;
  };
}

/** Writes what a function of pandas reads as text. */
export function byPandas(
  read: "read_pickle" | "read_sas" | "read_spss" | "read_stata",
): (path: string) => string {
  return (path) => {
    const to = JSON.stringify(withEnding(path, "tsv"));
    // A pickled frame has its ids as an index, what comes from the others in a column.
    const index = read === "read_pickle" ? "" : ", index=False";
    return `write it as text, in Python: pandas.${read}(${
      JSON.stringify(path)
    }).to_csv(${to}, sep="\\t"${index})`;
  };
}

export function quantified(tools: string): string {
  return `count per gene first, as ${tools} does, and give the table of genes and samples`;
}

/** A path as a shell takes it. */
export function shell(path: string): string {
  return /^[\w./:+@-]+$/.test(path) ? path : `'${path.replaceAll("'", String.raw`'\''`)}'`;
}

/** What a binary file may be meant to be, by its name. */
export function guess(path: string): string {
  const ending = /\.(h5ad|h5|loom|parquet|xlsx?|gz|zip|bz2|xz|zst|rds|rdata)$/i.exec(path)?.[0];
  if (ending) return `it does not begin as a ${ending} does, so it is damaged: get the file again`;
  return "what is read are tables of text (also GCT, GEO series matrices and 10x' three files, compressed or not), " +
    "Parquet, AnnData's .h5ad and 10x' .h5";
}

function withEnding(path: string, ending: string): string {
  return `${path.replace(/(?<=[^/\\])(\.\w{1,8}){1,2}$/, "")}.${ending}`;
}

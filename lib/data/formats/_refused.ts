import { InputError } from "../../errors.ts";
import { compressionOf } from "../compressions/mod.ts";
import type { FileHead } from "../file_head.ts";
import {
  byPandas,
  guess,
  inPython,
  inR,
  quantified,
  SHEET,
  shell,
  TEXT,
  WITH_IDS,
} from "./_remedies.ts";
import { SINGLE_SAMPLES } from "./_single_samples.ts";

/** A kind of file that users give and that is not read: what it is, how to tell, and what to do with its path. */
type Refused = readonly [
  what: string,
  recognize: (head: FileHead) => boolean,
  remedy: string | ((path: string) => string),
];

const begins = (...starts: readonly string[]) => ({ text }: FileHead) =>
  starts.some((start) => text.startsWith(start));
const isLike = (pattern: RegExp) => ({ text }: FileHead) => pattern.test(text);
/** By what a folder or a zip archive holds. */
const holds = (name: RegExp) => ({ members }: FileHead) => members.some((each) => name.test(each));
const isBinary = ({ text }: FileHead) => text.includes("\0");

/** The special before the general. */
const REFUSED: readonly Refused[] = [
  ["an Excel workbook", holds(/^xl\/workbook\.(xml|bin)$/), SHEET],
  ["an Excel workbook", begins("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), SHEET],
  ["an Excel workbook", isLike(/^<\?xml[^]{0,2000}schemas-microsoft-com:office:spread/), SHEET],
  ["a spreadsheet", ({ start }) => start.includes("opendocument.spreadsheet"), SHEET],
  ["a Numbers spreadsheet", holds(/^Index\/Document\.iwa$/), SHEET],
  ["an Office document", holds(/^\[Content_Types\]\.xml$/), TEXT],
  ["an object of R (.rds)", begins("X\n\0\0\0", "B\n\x02\0\0", "B\n\x03\0\0"), inR("readRDS")],
  ["an object of R (.rds)", isLike(/^A\n[23]\n\d{5,6}\n/), inR("readRDS")],
  ["an object of R (.qs)", begins("\x0b\x0e\x0a"), inR("qs::qread")],
  ["a workspace of R (.RData)", isLike(/^RD[ABX][23]\n/), inR("load")],
  [
    "an Arrow (Feather) file",
    (head) => begins("ARROW1", "FEA1")(head) && isBinary(head),
    inPython("pandas.read_feather", "to_parquet", "parquet"),
  ],
  [
    "a zarr store",
    holds(/^\.z(group|array|attrs|metadata)$|^zarr\.json$/),
    inPython("anndata.read_zarr", "write_h5ad", "h5ad"),
  ],
  [
    "a tar archive",
    ({ text }) => text.startsWith("ustar", 257),
    (path) => `extract the file with the table: tar -xf ${shell(path)}`,
  ],
  [
    "an HTML table called .xls",
    ({ name, text }) => /\.xls$/i.test(name) && /^[^]{0,4000}<table[\s>]/i.test(text),
    "open it in Excel and save it as CSV or tab-separated text",
  ],
  [
    "a web page (HTML)",
    isLike(/^\s*<(!doctype\s+html|html|head|body)[\s>]/i),
    "download the file itself, not the page that shows it or asks for a password",
  ],
  ["a server's error message", isLike(/^(<\?xml[^>]*>\s*)?<Error>/), "download the file again"],
  ["an XML file", begins("<?xml"), TEXT],
  ["a JSON file", isLike(/^\s*(\{\s*["}]|\[\s*[[{])/), TEXT],
  ["a PDF document", begins("%PDF-"), TEXT],
  ["a picture", begins("\x89PNG", "\xff\xd8\xff", "GIF87a", "GIF89a"), TEXT],
  ["a NumPy array, which has no ids", begins("\x93NUMPY"), WITH_IDS],
  [
    "NumPy arrays (.npz), which have no ids",
    ({ compression, members }) => compression === "zip" && /\.npy$/.test(members[0] ?? ""),
    WITH_IDS,
  ],
  ["a PyTorch file, which has no ids", holds(/(^|\/)data\.pkl$/), WITH_IDS],
  [
    "a Python pickle",
    begins("\x80\x02", "\x80\x03", "\x80\x04\x95", "\x80\x05\x95"),
    byPandas("read_pickle"),
  ],
  [
    "an SQLite database",
    begins("SQLite format 3\0"),
    (path) => `write its table as CSV: sqlite3 -header -csv ${shell(path)} "select * from TABLE"`,
  ],
  [
    "a SAS file",
    ({ text }) => text.startsWith("\xc2\xea\x81\x60", 12) || text.startsWith("HEADER RECORD***"),
    byPandas("read_sas"),
  ],
  ["an SPSS file", begins("$FL2", "$FL3"), byPandas("read_spss")],
  ["a Stata file", begins("<stata_dta>"), byPandas("read_stata")],
  ["a MATLAB file", begins("MATLAB 5.0 MAT-file", "MATLAB 7.3 MAT-file"), TEXT],
  ["aligned reads (BAM)", begins("BAM\x01"), quantified("featureCounts")],
  ["aligned reads (CRAM)", begins("CRAM\x02", "CRAM\x03"), quantified("featureCounts")],
  ["aligned reads (SAM)", begins("@HD\tVN:", "@SQ\tSN:"), quantified("featureCounts")],
  [
    "sequencing reads (FASTQ)",
    isLike(/^@\S.*\r?\n[ACGTUNacgtun.]+\r?\n\+/),
    quantified("STAR or Salmon"),
  ],
  ["variants (VCF), not expression", begins("##fileformat=VCF", "BCF\x02"), TEXT],
  [
    "a gene annotation (GTF or GFF), not expression",
    isLike(/^(##gff-version|(#.*\r?\n)*\S+\t\S+\t(gene|transcript|exon|CDS)\t\d+\t\d+\t)/),
    TEXT,
  ],
  [
    "raw intensities of a microarray (CEL)",
    begins("[CEL]", "@\0\0\0\x04\0\0\0", ";\x01\0\0"),
    "normalize them first, as with R's affy or oligo, and give the table of expression values",
  ],
  [
    "a pointer of Git LFS instead of the file",
    begins("version https://git-lfs"),
    "get the file itself: git lfs pull",
  ],
  [
    "compressed by 7-Zip",
    begins("7z\xbc\xaf\x27\x1c"),
    (path) => `unpack it: 7z x ${shell(path)}`,
  ],
  ["a RAR archive", begins("Rar!\x1a\x07"), "extract the file with the table"],
  ["compressed by lz4", begins("\x04\x22\x4d\x18"), (path) => `unpack it: lz4 -d ${shell(path)}`],
  ["compressed by compress", begins("\x1f\x9d"), (path) => `unpack it: gzip -d ${shell(path)}`],
  [
    "nothing but zeros, as an interrupted copy leaves them",
    ({ text }) => text.length > 0 && text.replaceAll("\0", "") === "",
    "get the file again",
  ],
  ...SINGLE_SAMPLES,
  ["UTF-16 text without a byte order mark", isUnmarkedUtf16, "save it as UTF-8"],
  ["binary and of a kind that is not known here", isMostlyBinary, guess],
];

/** Refuses what is known not to be read. @throws {InputError} In one line: what it is, and what to do. */
export function refuseOtherKinds(path: string, head: FileHead): void {
  const { compression, text, members } = head;
  const inside = text.startsWith("PAR1")
    ? "a Parquet file"
    : text.startsWith("\x89HDF")
    ? "an HDF5 file"
    : isWorkbook(text)
    ? "an Excel workbook"
    : compressionOf(text) && `compressed by ${compressionOf(text)!.name}`;
  if (compression !== "" && members.length <= 1 && inside) {
    const further = isWorkbook(text) ? `, and ${SHEET}` : "";
    throw new InputError(
      `Cannot read ${path}: it is ${inside} inside ${compression}; unpack it${further}`,
    );
  }
  const [what, , remedy] = REFUSED.find(([, recognize]) => recognize(head)) ?? [];
  if (what === undefined || remedy === undefined) return;
  const advice = typeof remedy === "string" ? remedy : remedy(path);
  throw new InputError(`Cannot read ${path}: it is ${what}; ${advice}`);
}

/** Whether a text is a zip archive with the parts of a workbook. */
function isWorkbook(text: string): boolean {
  return text.startsWith("PK\x03\x04") && /xl\/(workbook|worksheets|_rels|styles)/.test(text);
}

/** Eight plain characters with a zero after each, or before. */
function isUnmarkedUtf16({ text }: FileHead): boolean {
  const [even, odd] = [0, 1].map((first) =>
    [...text.slice(0, 16)].filter((_, i) => i % 2 === first).join("")
  );
  return [[even, odd], [odd, even]].some(([letters, zeros]) =>
    /^[\t\n\r -~]{8}$/.test(letters!) && zeros === "\0".repeat(8)
  );
}

/** One in ten characters is a control character: random bytes have twice as many, a damaged text far fewer. */
function isMostlyBinary({ text }: FileHead): boolean {
  let controls = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code < 9 || (code > 13 && code < 32) || (code > 126 && code < 160)) controls++;
  }
  return 10 * controls > text.length;
}

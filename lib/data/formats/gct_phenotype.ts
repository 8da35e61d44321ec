import { InputError } from "../../errors.ts";
import { byteStream } from "../byte_stream.ts";
import { NoticeCounter } from "../notice_counter.ts";
import type { PhenotypeTable } from "../phenotype/phenotype_table.ts";

/** Lines above what is known about the samples: version, sizes, header. */
const ABOVE = 3;
/** Characters above the numbers at most: of 100,000 samples with 50 lines. */
const LARGEST = 2 ** 26;

/**
 * What a GCT file says about its samples: in version 1.3 a line each between the header and the numbers, in version 1.2
 * nothing. The ids are those of the header.
 *
 * @throws {InputError} If it ends above its numbers.
 */
export async function readGctPhenotype(path: string): Promise<PhenotypeTable> {
  const notices = new NoticeCounter(), lines = await firstLines(path, notices);
  const [, , genes = 1, count = 0] = (lines[1] ?? []).map(Number);
  const header = lines[ABOVE - 1], annotations = lines.slice(ABOVE, ABOVE + count);
  if (!header || annotations.length < count) {
    throw new InputError(`Cannot read ${path}: it ends above its numbers; is the file complete?`);
  }
  const samples = header.slice(1 + genes);
  return {
    path,
    header: `lines ${ABOVE + 1} to ${ABOVE + count}`,
    names: annotations.map(([name = ""]) => name),
    rows: samples.length,
    index: samples,
    column: (at) => Promise.resolve(samples.map((_, i) => annotations[at]![1 + genes + i] ?? "")),
    place: (row) => `column ${row + 2 + genes}`,
    report: notices.report(),
  };
}

/** The cells of the lines above the numbers. */
async function firstLines(path: string, notices: NoticeCounter): Promise<string[][]> {
  const onLatin1 = (cell: string) => notices.add("latin-1-text", cell);
  const decoder = new TextDecoder();
  let text = "", wanted = ABOVE;
  for await (const chunk of byteStream(path, { onLatin1 })) {
    text += decoder.decode(chunk, { stream: true });
    const lines = text.split(/\r?\n/), sizes = lines.length > 2 ? lines[1]!.split("\t") : [];
    wanted = ABOVE + (Number(sizes[3]) || 0);
    if (lines.length > wanted) break;
    if (text.length > LARGEST) {
      throw new InputError(
        `Cannot read ${path}: the first ${LARGEST} characters hold fewer than the ${wanted} lines that should be above ` +
          "its numbers; is the file damaged?",
      );
    }
  }
  return text.split(/\r?\n/).slice(0, wanted)
    .map((line) => line.split("\t").map((cell) => cell.replace(/^"(.*)"$/, "$1").trim()));
}

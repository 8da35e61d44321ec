import { InputError } from "../errors.ts";
import { type AlignedTable, BLOCK } from "./_aligned_table.ts";
import type { NoticeCounter } from "./notice_counter.ts";
import type { TableFormat } from "./table.ts";
import type { Transform } from "./table_blocks.ts";

/** Positions of the samples without copies of earlier ones, and without those that miss more than half of their numbers. */
export function keptSamples(
  path: string,
  table: AlignedTable,
  format: TableFormat,
  notices: NoticeCounter,
): number[] {
  const first = new Map<string, number>(), side = table.samples, width = table.columns.length;
  const kept = table.ids[side].flatMap((id, sample) => {
    const earlier = first.get(id);
    if (earlier === undefined) {
      first.set(id, sample);
      if (2 * table.missing[sample]! <= width) return [sample];
      notices.add("empty-samples", id);
      return [];
    }
    const [a, b] = [table.read(earlier, 1), table.read(sample, 1)];
    if (!a.every((value, i) => Object.is(value, b[i]))) {
      const place = (at: number) => format.idPlace(side, table.handedOn(side, at));
      throw new InputError(
        `Cannot read ${path}, ${place(sample)}: the sample ${id} has different values in ${
          place(earlier)
        }; remove one, or give it its own id`,
      );
    }
    notices.add("duplicate-samples", id);
    return [];
  });
  if (kept.length > 0) return kept;
  throw new InputError(`Cannot read ${path}: every sample misses more than half of its values`);
}

/** Of each gene, the kept column that holds it, the one with the highest mean where several do; -1 for none. */
export function columnOfGenes(
  table: AlignedTable,
  genes: readonly string[],
  transform: Transform,
  notices: NoticeCounter,
): number[] {
  const place = genes.map(() => -1), { columns } = table, width = columns.length;
  const repeated = columns.filter((gene, column) => {
    if (place[gene]! >= 0) return true;
    place[gene] = column;
    return false;
  });
  if (repeated.length === 0) return place;
  repeated.forEach((gene) => notices.add("duplicate-genes", genes[gene]));
  const sums = new Float64Array(width), counts = new Float64Array(width);
  const samples = table.ids[table.samples].length, most = Math.max(1, Math.floor(BLOCK / width));
  for (let start = 0; start < samples; start += most) {
    table.read(start, Math.min(most, samples - start)).forEach((value, i) => {
      if (value !== value) return;
      const column = i % width;
      sums[column]! += transform(value, start + Math.floor(i / width));
      counts[column]!++;
    });
  }
  const mean = (column: number) =>
    counts[column]! > 0 ? sums[column]! / counts[column]! : -Infinity;
  columns.forEach((gene, column) => {
    if (mean(column) > mean(place[gene]!)) place[gene] = column;
  });
  return place;
}

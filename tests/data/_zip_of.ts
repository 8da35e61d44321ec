import { crc32, deflateRawSync } from "node:zlib";
import { encode, join } from "./_files.ts";

/** What a zip archive's directory says, where that is not so. */
interface Lies {
  readonly size?: number;
  readonly stored?: number;
  readonly checksum?: number;
  readonly offset?: number;
  /** How often the directory names the one entry. */
  readonly entries?: number;
  /** Where the end says that the directory is. */
  readonly directory?: number;
  readonly name?: string;
}

/** A zip archive of one entry. */
export function zipOf(content: Uint8Array, lies: Lies = {}): Uint8Array {
  const packed = deflateRawSync(content), name = encode(lies.name ?? "a.tsv");
  const { size = content.length, stored = packed.length, checksum = crc32(content) } = lies;
  const { offset = 0, entries = 1, directory = 30 + name.length + packed.length } = lies;
  const local = new DataView(new ArrayBuffer(30)), central = new DataView(new ArrayBuffer(46));
  for (const [view, at] of [[local, 4], [central, 6]] as const) {
    view.setUint16(at, 20, true);
    view.setUint16(at + 4, 8, true);
    view.setUint32(at + 10, checksum, true);
    view.setUint32(at + 14, stored, true);
    view.setUint32(at + 18, size, true);
    view.setUint16(at + 22, name.length, true);
  }
  local.setUint32(0, 0x04034b50, true);
  central.setUint32(0, 0x02014b50, true);
  central.setUint32(42, offset, true);
  const end = new DataView(new ArrayBuffer(22));
  end.setUint32(0, 0x06054b50, true);
  end.setUint16(8, entries, true);
  end.setUint16(10, entries, true);
  end.setUint32(12, (46 + name.length) * entries, true);
  end.setUint32(16, directory, true);
  const bytes = ({ buffer }: DataView) => new Uint8Array(buffer as ArrayBuffer);
  const named = Array.from({ length: entries }, () => join(bytes(central), name));
  return join(bytes(local), name, packed, ...named, bytes(end));
}

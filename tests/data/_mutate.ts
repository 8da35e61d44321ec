import { uniform } from "../../lib/random.ts";
import { encode, join } from "./_files.ts";

const SPICE = [
  "\t",
  "\n",
  "\r",
  ".",
  "-",
  "e",
  "9",
  "0",
  "NA",
  " ",
  '"',
  "\0",
  "\xff",
  "\tS9",
  "\n\n",
];
const CSV_SPICE = [",", '""', '","', ",S9", ";", '"\n'];

/** The same bytes with one thing changed; which one is decided by the numbers. */
export function mutate(bytes: Uint8Array, ...key: [number, number]): Uint8Array {
  const [way, where, what, size] = [...uniform(key, 4)] as [number, number, number, number];
  const at = Math.floor(where * bytes.length),
    upTo = Math.min(bytes.length, at + 1 + Math.floor(size * 12));
  const head = bytes.subarray(0, at), tail = bytes.subarray(upTo);
  if (way < 0.3) {
    const copy = Uint8Array.from(bytes);
    copy[at]! ^= 1 << Math.floor(what * 8);
    return copy;
  }
  if (way < 0.4) return head;
  if (way < 0.5) return join(head, tail);
  if (way < 0.6) return join(bytes.subarray(0, upTo), bytes.subarray(at));
  const all = [...SPICE, ...CSV_SPICE], spice = encode(all[Math.floor(what * all.length)]!);
  return join(head, spice, bytes.subarray(at));
}

import type { PlannedFile } from "../../lib/export/planned_file.ts";

/** The bytes of a planned file. */
export function bytesOf(files: readonly PlannedFile[], name: string): Uint8Array<ArrayBuffer> {
  const encoder = new TextEncoder();
  const pieces = Array.from(
    files.find((file) => file.name === name)!.content,
    (piece) => typeof piece === "string" ? encoder.encode(piece) : piece,
  );
  const bytes = new Uint8Array(pieces.reduce((size, { length }) => size + length, 0));
  let at = 0;
  for (const piece of pieces) {
    bytes.set(piece, at);
    at += piece.length;
  }
  return bytes;
}

/** The text of a planned file. */
export function textOf(files: readonly PlannedFile[], name: string): string {
  return new TextDecoder().decode(bytesOf(files, name));
}

import { strict as assert } from "node:assert";
import { storageError, storing } from "../lib/errors.ts";

Deno.test("storing() says which file could not be written and why, and leaves other errors alone", () => {
  const full = Object.assign(new Error("No space left on device"), { code: "ENOSPC" });
  assert.throws(() => {
    storing("runs/a.jsonl", () => {
      throw full;
    });
  }, /^StorageError: Cannot write runs\/a\.jsonl as .+: the disk is full/);
  assert.ok(!storageError("a", new Error("anything else")));
  // As Deno throws it: without a code.
  const over = storageError("a", new Error("Disk quota exceeded (os error 122)"));
  if (Deno.build.os === "linux") assert.match(over!.message, /the disk quota is used up/);
});

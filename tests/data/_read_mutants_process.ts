/**
 * Reads changed copies of a file, one after another, and says of each how that went as a line of JSON: a
 * process of its own, since native readers may end theirs. Arguments: the file, the first case and the end.
 *
 * @module
 */
import { readExpression } from "../../lib/data/expression.ts";
import { mutate } from "./_mutate.ts";

const [path, first, end] = Deno.args;
const bytes = await Deno.readFile(path!), changed = await Deno.makeTempFile();
// Enough changes go where the structure is: at both ends.
const edge = Math.min(600, bytes.length);
for (let i = Number(first); i < Number(end); i++) {
  const at = i % 3 === 0 ? 0 : i % 3 === 1 ? bytes.length - edge : undefined;
  const part = at === undefined ? bytes : bytes.subarray(at, at + edge);
  const mutant = mutate(part, i, 3);
  const content = at === undefined
    ? mutant
    : new Uint8Array([...bytes.subarray(0, at), ...mutant, ...bytes.subarray(at + edge)]);
  await Deno.writeFile(changed, content);
  const began = performance.now();
  try {
    const { hash, samples, genes, values } = await readExpression(changed);
    const isSound = values.length === samples.length * genes.length &&
      values.every((value) => value !== value || Number.isFinite(value));
    console.log(JSON.stringify({ i, hash, isSound, ms: performance.now() - began }));
  } catch (error) {
    const { name, message, stack } = error as Error;
    console.log(JSON.stringify({ i, name, message, stack, ms: performance.now() - began }));
  }
}
await Deno.remove(changed);

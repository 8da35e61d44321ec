/** Prints the bits of a training of each model that it is given, as a process of its own. */
import { openEngine } from "../../lib/training/open_engine.ts";
import { bitsOf } from "./_bits.ts";

const engine = await openEngine({ engine: "graph" }), found = [];
for (const model of Deno.args) found.push(await bitsOf(engine, model));
console.log(JSON.stringify(found));

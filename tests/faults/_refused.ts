/** A program that asks for what a shared installation has to give, and says what it was refused with. */
import { cached } from "../../lib/data/_cache.ts";
import { requireCache } from "../../lib/data/require_cache.ts";
import { install } from "../../lib/tensorflow/install.ts";

const [what, path] = Deno.args as [string, string];
try {
  if (what === "cache") requireCache(path);
  else if (what === "wait") {
    const nothing = () => Promise.resolve();
    await cached(path, nothing, nothing, (_, path) => Deno.writeTextFile(path, ""));
  } else await install({ packageFolder: path, sources: [] });
  console.log("done");
} catch (error) {
  console.log(String(error));
}

import v8 from "node:v8";
import vm from "node:vm";

/** The C library that Deno is built for on Linux; those of other systems return memory by themselves. */
const GLIBC = "libc.so.6";

/** Bytes by which a process may grow before it looks for what it can return: that takes tenths of a second. */
const GROWTH = 128 * 2 ** 20;

let collect: (() => void) | undefined, held = 0;

/** Collects garbage, which V8 puts off: it does not know what Polars' frames hold. */
function collectGarbage(): void {
  if (collect === undefined) {
    v8.setFlagsFromString("--expose-gc"); // only contexts that are made from now on have it
    collect = vm.runInNewContext("gc") as () => void;
  }
  collect();
}

/** A turn of the event loop. */
const turn = () => new Promise<void>((resolve) => setTimeout(resolve));

/**
 * Returns memory to the system that nobody uses any more, if the process has grown since: frames, whose destructors run in a turn
 * of the event loop, and what was needed to make them, which glibc would keep for later.
 */
export async function returnMemory(): Promise<void> {
  if (Deno.memoryUsage().rss < held + GROWTH) return;
  await turn(); // until one ends, what was asked for through a weak reference is kept
  collectGarbage();
  await turn();
  if (Deno.build.os === "linux") {
    const library = Deno.dlopen(GLIBC, { malloc_trim: { parameters: ["usize"], result: "i32" } });
    library.symbols.malloc_trim(0n);
    library.close();
  }
  held = Deno.memoryUsage().rss;
}

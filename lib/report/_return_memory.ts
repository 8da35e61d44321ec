/** The C library that Deno is built for on Linux; those of other systems return memory by themselves. */
const GLIBC = "libc.so.6";

/**
 * Returns memory that native code has freed to the system: Polars' frames that nobody has any more, whose destructors run in a
 * turn of the event loop, and what was needed to make them, which glibc would keep for later.
 */
export async function returnMemory(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve));
  if (Deno.build.os !== "linux") return;
  const library = Deno.dlopen(GLIBC, { malloc_trim: { parameters: ["usize"], result: "i32" } });
  library.symbols.malloc_trim(0n);
  library.close();
}

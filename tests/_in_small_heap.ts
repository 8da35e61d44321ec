/** Runs a module in a process whose heap is small, with `gc()`; tells what it printed, or fails with what it complained of. */
export async function inSmallHeap(code: string, megabytes = 100): Promise<string> {
  const file = await Deno.makeTempFile({ suffix: ".ts" });
  await Deno.writeTextFile(file, code);
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: [
      ...["run", "-A", "--quiet", "--no-check"],
      `--config=${new URL("../deno.json", import.meta.url).pathname}`,
      `--v8-flags=--expose-gc,--max-old-space-size=${megabytes}`,
      file,
    ],
  }).output();
  await Deno.remove(file);
  if (success) return new TextDecoder().decode(stdout).trim();
  throw new Error(new TextDecoder().decode(stderr).slice(0, 500));
}

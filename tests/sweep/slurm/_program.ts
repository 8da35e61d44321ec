/** Puts a shell script in the place of a program for as long as something is tested. */
export async function withProgram(
  name: string,
  script: (folder: string) => string,
  test: (folder: string) => Promise<void>,
): Promise<void> {
  const folder = await Deno.makeTempDir(), before = Deno.env.get("PATH")!;
  try {
    await Deno.writeTextFile(`${folder}/${name}`, `#!/bin/sh\n${script(folder)}\n`);
    await Deno.chmod(`${folder}/${name}`, 0o755);
    Deno.env.set("PATH", `${folder}:${before}`);
    await test(folder);
  } finally {
    Deno.env.set("PATH", before);
    await Deno.remove(folder, { recursive: true });
  }
}

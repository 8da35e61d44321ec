import { projectPath } from "../lib/project.ts";

/** Names further Pythons, separated by colons, that are tried first: tools that cannot share one have one each. */
const FURTHER = "VAE_SENSITIVITY_PYTHONS";

/**
 * The first Python that can import these modules; the project's own before the machine's.
 *
 * @param modules Such as "numpy, safetensors".
 * @param purpose What cannot be tested without, for the message.
 * @param packages What pip has to install for them. @default "-r tests/requirements.txt"
 */
export async function findPython(
  modules: string,
  purpose: string,
  packages = "-r tests/requirements.txt",
): Promise<string | undefined> {
  const further = (Deno.env.get(FURTHER) ?? "").split(":").filter((path) => path !== "");
  for (const python of [...further, projectPath(".venv/bin/python"), "python3", "python"]) {
    try {
      const args = ["-c", `import ${modules}`];
      const { success } = await new Deno.Command(python, { args, stderr: "null" }).output();
      if (success) return python;
    } catch (error) {
      if (!(error instanceof Deno.errors.NotFound)) throw error;
    }
  }
  console.error(`SKIPPED: ${purpose} needs \`pip install ${packages}\``);
}

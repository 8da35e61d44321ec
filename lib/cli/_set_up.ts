import { InputError } from "../errors.ts";
import { projectPath } from "../project.ts";
import { inheritedEnvironment } from "../tensorflow/inherited_environment.ts";
import { isSetUp } from "../tensorflow/is_set_up.ts";
import { outlived, taskCommand } from "./_task_process.ts";

/** The task that sets up, with permissions of its own. */
const TASK = "setup:quiet";

/**
 * Sets the native TensorFlow up where that is left to do, in a process of its own: it needs the network and may write
 * in node_modules, which this one may not.
 *
 * @throws {InputError} If it fails; where a machine offers no way to the library, it succeeds and WebAssembly is used.
 */
export async function setUp(): Promise<void> {
  if (await isSetUp()) return;
  const { args } = await taskCommand(TASK);
  const code = await outlived(
    new Deno.Command(Deno.execPath(), {
      args,
      cwd: projectPath("."),
      clearEnv: true,
      env: inheritedEnvironment(),
      stdin: "null",
    }).spawn(),
  );
  if (code === 0) return;
  if (code > 128) Deno.exit(code); // it was stopped by a signal, and this process is what was to be stopped
  throw new InputError(
    `Cannot set TensorFlow up: \`deno task ${TASK}\` ended with exit code ${code}; do what it says, or give ` +
      "--backend wasm",
  );
}

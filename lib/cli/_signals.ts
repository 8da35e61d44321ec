/** Exit codes of the signals that end a command, by the shell's rule. */
const CODES = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;

/**
 * Has signals that would end this process taken by a handler instead.
 *
 * @param handler Is given the exit code that belongs to the signal.
 * @returns Gives the signals back.
 */
export function onSignals(handler: (code: number) => void): () => void {
  const removers = (Object.entries(CODES) as [Deno.Signal, number][])
    .filter(([signal]) => Deno.build.os !== "windows" || signal === "SIGINT")
    .map(([signal, code]) => {
      const listener = () => handler(code);
      Deno.addSignalListener(signal, listener);
      return () => Deno.removeSignalListener(signal, listener);
    });
  return () => {
    for (const remove of removers.splice(0)) remove();
  };
}

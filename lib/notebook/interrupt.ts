import { inNotebook } from "./_kernel.ts";
import { complain } from "../format/print.ts";

/** Long work that a reader may stop. */
export interface Interruptible extends Disposable {
  /** Aborted when the reader interrupts the kernel. */
  readonly signal: AbortSignal;
}

const running = new Set<AbortController>();
let listening = false;

/**
 * Makes the notebook's stop button (an interrupt) end long work properly: without a listener, an interrupt
 * ends Deno's kernel and all that its variables hold.
 *
 * Once called, the kernel survives every interrupt of this session. Outside of a notebook the signal is
 * never aborted, and Ctrl-C means what it means there.
 *
 * @returns A signal, for as long as it is not disposed.
 */
export function interruptible(): Interruptible {
  keepKernelAlive();
  const controller = new AbortController();
  running.add(controller);
  return { signal: controller.signal, [Symbol.dispose]: () => void running.delete(controller) };
}

/** Makes this session's kernel survive interrupts; does nothing outside of a notebook. */
export function keepKernelAlive(): void {
  if (listening || !inNotebook()) return;
  listening = true;
  Deno.addSignalListener("SIGINT", () => {
    if (running.size === 0) {
      complain(
        "Nothing is running that can be stopped; to end everything, restart the kernel.",
      );
    }
    for (const controller of running) controller.abort();
  });
}

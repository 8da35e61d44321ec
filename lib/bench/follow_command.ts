import { shellWord } from "../format/shell_word.ts";
import { treeMemory } from "./process_tree.ts";

/** A stretch of a command in which it said that it does one thing. */
export interface Phase {
  readonly name: string;
  readonly seconds: number;
  /** Seconds in which nothing was written. */
  readonly longestSilence: number;
  /** Of the command and all that it has started, GB. */
  readonly peakGigabytes: number;
}

/** How a command went, as somebody at a terminal sees it. */
export interface FollowedCommand {
  readonly phases: readonly Phase[];
  readonly output: string;
}

/** What a phase says, by its name; the first pattern that fits a piece of output names it. */
export type PhasePatterns = readonly (readonly [name: string, said: RegExp])[];

/** Milliseconds between two looks at the memory. */
const INTERVAL = 250;

/**
 * Runs a command on a pseudo-terminal and follows what it writes and how much memory it has. Linux only: it takes the
 * program `script`, and /proc.
 *
 * @param command The program and its arguments.
 * @param patterns What tells a phase; before any was told it is called "start".
 * @throws {Error} If the command ends with another code than 0; its last lines are in the message.
 */
export async function followCommand(
  command: readonly string[],
  patterns: PhasePatterns,
): Promise<FollowedCommand> {
  const process = new Deno.Command("script", {
    args: ["-qefc", command.map(shellWord).join(" "), "/dev/null"],
    stdin: "null",
    stdout: "piped",
  }).spawn();
  const began = performance.now();
  const open = (name: string, now: number) => ({ name, began: now, silence: 0, peak: 0 });
  let current = open("start", began), last = began, output = "";
  const phases: Phase[] = [];
  const close = (now: number) =>
    phases.push({
      name: current.name,
      seconds: (now - current.began) / 1000,
      longestSilence: current.silence / 1000,
      peakGigabytes: current.peak,
    });
  const timer = setInterval(() => {
    current.peak = Math.max(current.peak, treeMemory(process.pid).total);
  }, INTERVAL);
  for await (const text of process.stdout.pipeThrough(new TextDecoderStream())) {
    const now = performance.now(), name = patterns.find(([, said]) => said.test(text))?.[0];
    current.silence = Math.max(current.silence, now - last);
    last = now;
    output += text;
    if (name === undefined || name === current.name) continue;
    close(now);
    current = open(name, now);
  }
  clearInterval(timer);
  close(performance.now());
  const { code } = await process.status;
  if (code === 0) return { phases: inOrder(phases), output };
  throw new Error(`${command.join(" ")} ended with exit code ${code}: ${output.slice(-1500)}`);
}

/** One row per name, in the order in which they were first told. */
function inOrder(phases: readonly Phase[]): Phase[] {
  const names = [...new Set(phases.map(({ name }) => name))];
  return names.map((name) => {
    const own = phases.filter((phase) => phase.name === name);
    return {
      name,
      seconds: own.reduce((sum, { seconds }) => sum + seconds, 0),
      longestSilence: Math.max(...own.map(({ longestSilence }) => longestSilence)),
      peakGigabytes: Math.max(...own.map(({ peakGigabytes }) => peakGigabytes)),
    };
  });
}

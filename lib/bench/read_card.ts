import { findCards } from "../tensorflow/cards.ts";
import { timedCommand } from "./timed_command.ts";

/** A card that sweeps can use, as the tables name it. */
export interface BenchCard {
  readonly card: string;
  readonly driver: string;
}

/** The first card of this machine; where sweeps can use none, why not. */
export async function readCard(): Promise<BenchCard | string> {
  const { cards, problem } = await findCards();
  if (problem !== null) return problem;
  const query = ["--query-gpu=driver_version", "--format=csv,noheader"];
  const { output } = await timedCommand(["nvidia-smi", ...query]);
  return { card: cards[0]!.name, driver: output.trim().split("\n", 1)[0]! };
}

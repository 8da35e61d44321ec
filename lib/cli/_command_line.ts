import { Command } from "commander";
import { visibleText } from "../format/visible_text.ts";

/** The command line of a task, which throws where it is wrong and shows of what was typed what a terminal would obey. */
export function commandLine(name: string): Command {
  return new Command(`deno task ${name}`).exitOverride().configureOutput({
    outputError: (text, write) => write(text.split("\n").map(visibleText).join("\n")),
  });
}

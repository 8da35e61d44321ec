import { Command } from "commander";
import { shellWord } from "../format/shell_word.ts";
import { visibleText } from "../format/visible_text.ts";

/** The command line of a task, which throws where it is wrong and shows of what was typed what a terminal would obey. */
export function commandLine(name: string): Command {
  const command = new Command(`deno task ${name}`);
  return command.exitOverride().configureOutput({
    outputError: (text, write) =>
      write(`${text.trimEnd()}${remedy(command, text)}\n`.split("\n").map(visibleText).join("\n")),
  });
}

/** What to do, as the end of a line, where the library says only what is wrong. */
function remedy(command: Command, text: string): string {
  if (text.includes("(Did you mean")) return "";
  if (text.startsWith("error: unknown option")) {
    return `; \`${command.name()} --help\` lists the options`;
  }
  if (!text.startsWith("error: too many arguments")) return "";
  const more = command.args.slice(command.registeredArguments.length).map(shellWord).join(" ");
  return ` Nothing takes ${more}; write lists with commas and no blanks, and names with blanks in quotes`;
}

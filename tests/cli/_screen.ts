/** What stands on a terminal after it was sent something: the part of a VT100 that progress bars ask for. */
export function screenAfter(sent: string, columns: number): string[] {
  const lines: string[][] = [[]];
  let row = 0, column = 0, wraps = true;
  const down = () => (lines[++row] ??= []);
  const put = (character: string) => {
    if (column === columns && wraps) {
      column = 0;
      down();
    }
    lines[row]![Math.min(column, columns - 1)] = character;
    column = Math.min(column + 1, columns);
  };
  const obey = (command: string, number: number) => {
    if (command === "A") row -= number || 1;
    else if (command === "G") column = (number || 1) - 1;
    else if (command === "K" || command === "J") {
      lines[row]!.length = Math.min(column, lines[row]!.length);
    } else if (command === "h" || command === "l") wraps = number === 7 ? command === "h" : wraps;
    else throw new Error(`a terminal is asked for ${command}`);
    if (command === "J") lines.length = row + 1;
  };
  // deno-lint-ignore no-control-regex -- a terminal is controlled by them
  for (const [part, number, command] of sent.matchAll(/\x1b\[\??(\d*)([A-Za-z])|[^\x1b]/g)) {
    if (command !== undefined) obey(command, Number(number));
    else if (part === "\r") column = 0;
    else if (part === "\n") down();
    else put(part);
  }
  return lines.map((line) => Array.from(line, (character = " ") => character).join("").trimEnd());
}

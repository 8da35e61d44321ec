/** Begins a message, as in RFC 7464: a sign that JSON never has as it is, and that no program prints. */
const MARK = "\x1e";

/** Characters of a line without a message that are kept until its end comes. */
const LONGEST = 65_536;

/** Says a message to the process that started this one; it goes out whole before this returns. */
export function sayMessage(message: unknown): void {
  // What was printed before without the end of its line stays a line of its own.
  const bytes = new TextEncoder().encode(`${MARK}${JSON.stringify(message)}\n`);
  for (let written = 0; written < bytes.length;) {
    written += Deno.stdout.writeSync(bytes.subarray(written));
  }
}

/** Tells the messages in a process's standard output from what else is printed there, as a user's own code may. */
export class MessageReader<Message> {
  readonly #onPrint: (line: string) => void;
  #text = "";

  /** @param onPrint Takes each line, or part of one, that is no message. */
  constructor(onPrint: (line: string) => void) {
    this.#onPrint = onPrint;
  }

  /** The messages that end in the next piece of the output. */
  read(piece: string): Message[] {
    const lines = (this.#text + piece).split("\n");
    this.#text = lines.pop()!;
    if (this.#text.length > LONGEST && !this.#text.includes(MARK)) {
      this.#onPrint(this.#text);
      this.#text = "";
    }
    return lines.flatMap((line) => this.#messageOf(line));
  }

  #messageOf(line: string): Message[] {
    const at = line.lastIndexOf(MARK);
    if (at < 0) {
      this.#onPrint(line);
      return [];
    }
    if (at > 0) this.#onPrint(line.slice(0, at));
    return [JSON.parse(line.slice(at + 1))];
  }

  /** The output is over; the beginning of a message that a killed process did not finish is nobody's. */
  end(): void {
    const at = this.#text.lastIndexOf(MARK),
      printed = at < 0 ? this.#text : this.#text.slice(0, at);
    if (printed !== "") this.#onPrint(printed);
  }
}

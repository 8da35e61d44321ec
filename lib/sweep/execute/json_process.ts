import { fileURLToPath } from "node:url";
import { processEnvironment } from "../../tensorflow/process_environment.ts";
import { inheritedEnvironment } from "../../tensorflow/inherited_environment.ts";
import { allowing, projectRoot } from "./deno_process.ts";
import { MessageReader } from "./json_messages.ts";

/** Seconds in which a process that is closed ends. */
const CLOSING = 10;

/** Options of {@linkcode JsonProcess}. */
export interface JsonProcessOptions {
  /** Thread counts are the environment's: TensorFlow reads them once, when it is loaded. */
  readonly threads: number;
  /** The card that it may use, as CUDA_VISIBLE_DEVICES names it. @default {as that is set} */
  readonly card?: string;
  /** Folders that it may write to. @default [] */
  readonly writes?: readonly string[];
  /** Takes what it prints on its standard output besides its messages. @default {nothing does} */
  readonly onPrint?: (line: string) => void;
}

/**
 * A process of its own that runs a module of this project. It is given its setup as JSON in its first argument, takes lines
 * of JSON on its standard input, ends when that does, and says messages with `sayMessage` on its standard output.
 */
export class JsonProcess<Request, Message> {
  readonly #process: Deno.ChildProcess;
  readonly #input: WritableStreamDefaultWriter<Uint8Array>;
  readonly #messages: AsyncGenerator<Message, void, void>;

  constructor(
    module: URL,
    setup: unknown,
    { threads, card, writes = [], onPrint = () => {} }: JsonProcessOptions,
  ) {
    this.#process = new Deno.Command(Deno.execPath(), {
      args: [
        "run",
        "--quiet",
        "--no-prompt",
        "--cached-only",
        "--allow-ffi",
        "--allow-env",
        "--allow-sys",
        "--allow-read",
        ...writes.length > 0 ? [allowing("write", writes)] : [],
        `--config=${fileURLToPath(new URL("deno.json", projectRoot()))}`,
        module.href,
        JSON.stringify(setup),
      ],
      clearEnv: true,
      env: {
        ...inheritedEnvironment(),
        ...processEnvironment(threads),
        ...card !== undefined && { CUDA_VISIBLE_DEVICES: card },
      },
      stdin: "piped",
      stdout: "piped",
      stderr: "inherit",
    }).spawn();
    this.#input = this.#process.stdin.getWriter();
    this.#messages = this.#read(new MessageReader<Message>(onPrint));
  }

  /** How it ends, once it has. */
  get status(): Promise<Deno.CommandStatus> {
    return this.#process.status;
  }

  get pid(): number {
    return this.#process.pid;
  }

  async *#read(reader: MessageReader<Message>): AsyncGenerator<Message, void, void> {
    for await (const piece of this.#process.stdout.pipeThrough(new TextDecoderStream())) {
      yield* reader.read(piece);
    }
    reader.end();
  }

  /** Its next message; undefined once it has ended. */
  async receive(): Promise<Message | undefined> {
    const { value, done } = await this.#messages.next();
    return done ? undefined : value as Message;
  }

  async send(request: Request): Promise<void> {
    try {
      await this.#input.write(new TextEncoder().encode(`${JSON.stringify(request)}\n`));
    } catch (error) {
      // One that has just ended: `receive` reports its end.
      if (!(error instanceof Deno.errors.BrokenPipe)) throw error;
    }
  }

  /** Ends it: at once, or by closing its input; one that does not end by itself then is killed too. */
  async stop(how: "kill" | "close"): Promise<void> {
    if (how === "kill") this.kill();
    const overdue = setTimeout(() => this.kill(), 1000 * CLOSING);
    try {
      await this.#input.close();
    } catch {
      // Closing the input of a process that has ended fails, and that it ends is all that is wanted.
    }
    await this.#process.status;
    clearTimeout(overdue);
    await this.#messages.return();
    // Where nothing of it was read, that is all that would close it.
    if (!this.#process.stdout.locked) await this.#process.stdout.cancel();
  }

  /** Ends it at once, also while it is stopped. It has no children, so nothing is left of it. */
  kill(): void {
    try {
      this.#process.kill("SIGKILL");
    } catch (error) {
      if (!(error instanceof TypeError)) throw error; // it has ended already
    }
  }
}

/** What a member asks for, and how it is answered. */
interface Asked<Request> {
  readonly request: Request;
  readonly answer: (value: unknown) => void;
  readonly refuse: (error: unknown) => void;
}

/**
 * Has members ask for things that are cheaper done for several at once: each waits until all have asked, then some of the
 * requests are served. Who is answered asks again or leaves, and so it goes on.
 */
export class Rendezvous<Member, Request> {
  readonly #members = new Set<Member>();
  readonly #asked = new Map<Member, Asked<Request>>();
  readonly #serve: (
    asked: readonly (readonly [Member, Request])[],
  ) => Promise<ReadonlyMap<Member, unknown>>;
  #planned = false;
  #serving: Promise<void> | undefined;

  /** @param serve Serves one request or more; gives answers by member. */
  constructor(
    serve: (
      asked: readonly (readonly [Member, Request])[],
    ) => Promise<ReadonlyMap<Member, unknown>>,
  ) {
    this.#serve = serve;
  }

  /** Done when nothing is being served. */
  async idle(): Promise<void> {
    while (this.#serving) await this.#serving;
  }

  /** Others wait for a member from now on. To be called while nothing is served. */
  join(member: Member): void {
    this.#members.add(member);
  }

  /** What it has asked for is refused. */
  leave(member: Member): void {
    this.#members.delete(member);
    this.#asked.get(member)?.refuse(new Error("Cannot serve one that has left"));
    this.#asked.delete(member);
    this.#plan();
  }

  /** @throws What serving it throws. */
  ask(member: Member, request: Request): Promise<unknown> {
    return new Promise((answer, refuse) => {
      this.#asked.set(member, { request, answer, refuse });
      this.#plan();
    });
  }

  get #complete(): boolean {
    return this.#asked.size > 0 && this.#asked.size === this.#members.size;
  }

  /** In a turn of its own, so that members who are about to join do so before. */
  #plan(): void {
    if (this.#planned || this.#serving || !this.#complete) return;
    this.#planned = true;
    setTimeout(() => {
      this.#planned = false;
      if (this.#serving || !this.#complete) return;
      this.#serving = this.#serveSome();
    }, 0);
  }

  async #serveSome(): Promise<void> {
    try {
      const answers = await this.#serve(
        [...this.#asked].map(([one, { request }]) => [one, request]),
      );
      for (const [member, value] of answers) {
        const asked = this.#asked.get(member); // unless it has left meanwhile
        this.#asked.delete(member);
        asked?.answer(value);
      }
    } catch (error) {
      for (const [member, { refuse }] of [...this.#asked]) {
        this.#asked.delete(member);
        refuse(error);
      }
    } finally {
      this.#serving = undefined;
    }
    this.#plan();
  }
}

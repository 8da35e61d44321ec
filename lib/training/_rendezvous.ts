/** What a member asks for, and how it is answered. */
interface Asked<Request> {
  readonly request: Request;
  readonly answer: (value: unknown) => void;
  readonly refuse: (error: unknown) => void;
}

/** Serves requests of one kind at once; gives an answer for each, in their order. */
export type Serve<Member, Request> = (
  requests: readonly (readonly [Member, Request])[],
) => readonly unknown[] | Promise<readonly unknown[]>;

/**
 * Has members ask for things that are cheaper done for all at once: each waits until all have asked. Of different kinds of
 * requests those of one are served, the first of the kinds' order that somebody has asked for; who is answered asks again or
 * leaves, and so all come to the last kind together.
 */
export class Rendezvous<Member, Kind extends string, Request> {
  readonly #members = new Set<Member>();
  readonly #asked = new Map<Member, Asked<readonly [Kind, Request]>>();
  readonly #serve: Readonly<Record<Kind, Serve<Member, Request>>>;
  #planned = false;
  #serving: Promise<void> | undefined;

  /** @param serve How each kind is served, in the order of their urgency. */
  constructor(serve: Readonly<Record<Kind, Serve<Member, Request>>>) {
    this.#serve = serve;
  }

  get members(): ReadonlySet<Member> {
    return this.#members;
  }

  /** Done when nothing is being served. */
  async idle(): Promise<void> {
    while (this.#serving) await this.#serving;
  }

  /** Others wait for a member from now on. To be called while nothing is served. */
  join(member: Member): void {
    this.#members.add(member);
  }

  leave(member: Member): void {
    this.#members.delete(member);
    this.#plan();
  }

  ask(member: Member, kind: Kind, request: Request): Promise<unknown> {
    return new Promise((answer, refuse) => {
      this.#asked.set(member, { request: [kind, request], answer, refuse });
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
      this.#serving = this.#serveAll();
    }, 0);
  }

  async #serveAll(): Promise<void> {
    const kinds = Object.keys(this.#serve) as Kind[];
    const entries = [...this.#asked];
    const kind = kinds.find((one) => entries.some(([, { request }]) => request[0] === one))!;
    const served = entries.filter(([, { request }]) => request[0] === kind);
    for (const [member] of served) this.#asked.delete(member);
    try {
      const requests = served.map(([member, { request }]) => [member, request[1]] as const);
      const answers = await this.#serve[kind](requests);
      served.forEach(([, { answer }], i) => answer(answers[i]));
    } catch (error) {
      for (const [, { refuse }] of served) refuse(error);
    } finally {
      this.#serving = undefined;
    }
    this.#plan();
  }
}

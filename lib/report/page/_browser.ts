/** The part of an element that the page uses: a browser's type library would apply to the whole project. */
export interface PageElement {
  id: string;
  textContent: string | null;
  hidden: boolean;
  type: string;
  checked: boolean;
  readonly style: Record<string, string>;
  readonly dataset: Record<string, string>;
  readonly classList: { toggle(name: string, on: boolean): void };
  readonly scrollWidth: number;
  readonly clientWidth: number;
  append(...nodes: (PageElement | string)[]): void;
  replaceChildren(...nodes: PageElement[]): void;
  addEventListener(event: string, listener: () => void): void;
}

/** A place in the window. */
export interface Pointer {
  readonly clientX: number;
  readonly clientY: number;
}

/** A figure that Vega has drawn. */
export interface View {
  data(name: string, rows: readonly object[]): View;
  addEventListener(
    event: string,
    listener: (event: Pointer, item: { datum?: object }) => void,
  ): void;
  resize(): View;
  runAsync(): Promise<View>;
  finalize(): void;
}

/** What Vega's own script, which stands before this one, has defined. */
interface Vega {
  readonly View: new (runtime: unknown, options: object) => View;
  readonly expressionInterpreter: unknown;
  parse(spec: object, config: undefined, options: { ast: boolean }): unknown;
}

interface Browser {
  readonly document: {
    readonly body: PageElement;
    readonly fonts: { load(font: string): Promise<unknown> };
    getElementById(id: string): PageElement | null;
    createElement(name: string): PageElement;
    querySelectorAll(selector: string): Iterable<PageElement>;
  };
  addEventListener(event: string, listener: () => void): void;
  readonly innerWidth: number;
  readonly vega: Vega;
}

/** The window of the page. */
export const browser = globalThis as unknown as Browser;

/** An element that the page has. */
export const element = (id: string): PageElement => browser.document.getElementById(id)!;

/** Appends an element with a text, which never becomes markup. */
export function append(name: string, text: string, parent: PageElement): PageElement {
  const child = browser.document.createElement(name);
  child.textContent = text;
  parent.append(child);
  return child;
}

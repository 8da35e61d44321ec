import { element } from "./_browser.ts";
import type { PageContent } from "./content.ts";

/** Unpacks what the page was given: compressed, as it repeats itself, in letters, as a page is text. */
export function readContent(): Promise<PageContent> {
  const bytes = Uint8Array.from(atob(element("content").textContent!), (c) => c.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Response(stream).json();
}

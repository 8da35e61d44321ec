import { visibleText } from "./visible_text.ts";

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** Text as HTML shows it: nothing in it can become an element, an attribute or a script, or turn what is read. */
export function escapeHtml(text: unknown): string {
  return visibleText(String(text)).replace(/[&<>"']/g, (character) => ENTITIES[character]!);
}

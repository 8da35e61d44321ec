import { append, browser, element } from "./_browser.ts";
import type { Selection } from "./_selection.ts";
import type { PageAxis } from "./content.ts";

/** A box for every level of every axis; `changed` is called after each click. */
export function addFilters(
  axes: readonly PageAxis[],
  { selection, changed }: { selection: Selection; changed: () => void },
): void {
  const bar = element("filters");
  for (const { column, label: title, levels } of axes) {
    const group = append("fieldset", "", bar);
    append("legend", title, group);
    for (const { level, label: text } of levels) {
      const label = append("label", "", group), box = browser.document.createElement("input");
      box.type = "checkbox";
      box.checked = true;
      box.addEventListener("change", () => {
        selection.toggle(column, level, box.checked);
        changed();
      });
      label.append(box, ` ${text}`);
    }
  }
  append("span", "", bar).id = "count";
}

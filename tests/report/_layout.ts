/** What is wrong with the text of figures in a browser: measured, not looked at. */

import type { Page } from "playwright-core";

/**
 * Runs in the page. A text is the box around its ink: as wide as the browser drew it, and as high as its characters are in
 * the page's font. Boxes are compared as they stand, also turned.
 */
const MEASURE = `((svg) => {
  const canvas = document.createElementNS("http://www.w3.org/1999/xhtml", "canvas").getContext("2d");
  const map = (matrix) => (x, y) => {
    const point = new DOMPoint(x, y).matrixTransform(matrix);
    return [point.x, point.y];
  };
  const shown = (element) => {
    for (let at = element; at && at !== svg; at = at.parentNode) {
      const style = getComputedStyle(at);
      if (style.opacity === "0" || style.visibility === "hidden" || style.display === "none") return false;
    }
    return true;
  };
  const leaves = [...svg.querySelectorAll("text")].flatMap((text) => {
    const lines = [...text.querySelectorAll("tspan")];
    return lines.length > 0 ? lines : [text];
  }).filter((leaf) => leaf.textContent.trim() !== "" && shown(leaf));
  const texts = leaves.map((leaf) => {
    const style = getComputedStyle(leaf), content = leaf.textContent;
    canvas.font = style.fontWeight + " " + style.fontSize + " " + style.fontFamily;
    const { actualBoundingBoxAscent: up, actualBoundingBoxDescent: down } = canvas.measureText(content);
    const from = leaf.getStartPositionOfChar(0), to = leaf.getEndPositionOfChar(leaf.getNumberOfChars() - 1);
    const place = map(leaf.getScreenCTM());
    const corners = [[from.x, from.y - up], [to.x, to.y - up], [to.x, to.y + down], [from.x, from.y + down]];
    return { content, leaf, box: corners.map(([x, y]) => place(x, y)) };
  });
  const problems = [];
  const outside = (box, { left, right, top, bottom }) =>
    box.some(([x, y]) => x < left - 0.5 || x > right + 0.5 || y < top - 0.5 || y > bottom + 0.5);
  const frame = svg.getBoundingClientRect();
  for (const { content, leaf, box } of texts) {
    if (outside(box, frame)) problems.push("cut by the figure: " + content);
    if (/…$/.test(content)) problems.push("shortened: " + content);
    const clip = leaf.closest("[clip-path]");
    if (clip) {
      const path = svg.querySelector(clip.getAttribute("clip-path").slice(4, -1)).firstElementChild;
      const { x, y, width, height } = path.getBBox(), place = map(clip.getScreenCTM());
      const [left, top] = place(x, y), [right, bottom] = place(x + width, y + height);
      if (outside(box, { left, right, top, bottom })) problems.push("cut by its panel: " + content);
    }
  }
  /** How deep two boxes reach into each other, in pixels, along the direction in which they do so least. */
  const depth = (a, b) => {
    let least = Infinity;
    for (const box of [a, b]) {
      for (const [p, q] of [[box[0], box[1]], [box[1], box[2]]]) {
        const [dx, dy] = [q[0] - p[0], q[1] - p[1]], length = Math.hypot(dx, dy) || 1;
        const along = (of) => of.map(([x, y]) => (x * dx + y * dy) / length);
        const [one, other] = [along(a), along(b)];
        least = Math.min(least, Math.max(...one) - Math.min(...other), Math.max(...other) - Math.min(...one));
      }
    }
    return least;
  };
  texts.forEach((one, i) => {
    for (const other of texts.slice(i + 1)) {
      const by = depth(one.box, other.box), apart = Math.hypot(...[0, 1].map((k) => one.box[0][k] - other.box[0][k]));
      // A text drawn twice at its place, the lower one as a rim, is one to a reader.
      if (by > 1 && !(one.content === other.content && apart < 0.5)) problems.push("overlap by " + by.toFixed(1) + " px: " + one.content + " | " + other.content);
    }
  });
  const drawn = (element) => {
    const { width, height } = element.getBBox();
    return width + height > 0;
  };
  const panels = [".role-scope[class$=cell] > g", ".role-scope[class$=_group] > g", ".role-frame.root > g"];
  for (const panel of svg.querySelectorAll(panels.join())) {
    const inner = panel.querySelector(panels.slice(0, 2).join());
    const marks = [...panel.querySelectorAll(".role-mark path, .role-mark line, .role-mark rect, .role-mark text")];
    if (!inner && !marks.some(drawn)) problems.push("an empty panel");
  }
  return { texts: texts.length, problems };
})`;

/** What is wrong with a figure, and how many texts it has. */
export interface Layout {
  readonly texts: number;
  readonly problems: string[];
}

/** The figures of a report's page, by their names; those on a canvas are drawn anew as the browser lays them out. */
export async function pageLayout(page: Page): Promise<Record<string, Layout>> {
  return await page.evaluate(`(async () => {
    const measure = ${MEASURE}, found = {};
    for (let frame = 0; frame < 2; frame++) await new Promise(requestAnimationFrame); // the window may just have been resized
    const cutSilently = (box) => box.scrollWidth > box.clientWidth + 1 && getComputedStyle(box, "::before").content === "none";
    for (const [name, view] of document.body.views) {
      const container = document.getElementById("figure-" + name);
      if (container.hidden) continue;
      let svg = container.querySelector("svg");
      const copy = svg ? null : document.createElement("div");
      if (copy) {
        copy.innerHTML = await view.toSVG();
        document.body.append(copy);
        svg = copy.querySelector("svg");
      }
      found[name] = measure(svg);
      if (!copy && svg.getBoundingClientRect().right > innerWidth && getComputedStyle(container).overflowX !== "auto") {
        found[name].problems.push("cut by the page");
      }
      if (cutSilently(container)) found[name].problems.push("cut by its box, which does not say so");
      copy?.remove();
    }
    const silent = [...document.querySelectorAll(".table")].filter(cutSilently).length;
    if (silent > 0) found.tables = { texts: 0, problems: [silent + " are cut by their boxes, which do not say so"] };
    const wide = document.documentElement.scrollWidth - innerWidth;
    if (wide > 0) found.page = { texts: 0, problems: ["the page is " + wide + " px too wide"] };
    return found;
  })()`);
}

/** An SVG file that the page shows by itself. */
export async function fileLayout(page: Page): Promise<Layout> {
  return await page.evaluate(
    `document.fonts.ready.then(() => ${MEASURE}(document.documentElement))`,
  );
}

import type { TopLevelSpec } from "vega-lite";
import { renderPng } from "../plots/render.ts";
import type { MimeBundle } from "./_kernel.ts";

/** The MIME type by which JupyterLab and VS Code know such charts; both bundle version 5. */
const VEGA_LITE = "application/vnd.vegalite.v5+json";

/** A figure's title and subtitle as one text: what a reader without pictures gets. */
export function figureText(spec: TopLevelSpec): string {
  const title = (spec as { title?: unknown }).title;
  const { text, subtitle } = typeof title === "object" && title !== null
    ? title as { text?: string | string[]; subtitle?: string | string[] }
    : { text: title as string | undefined, subtitle: undefined };
  const lines = [text, subtitle].flat().filter((line) => line !== undefined && line !== "");
  return `Figure: ${lines.join(". ") || "without a title"}`;
}

/** A figure for a notebook: interactive where the front end can, else its picture, else its title. */
export async function figureBundle(
  spec: TopLevelSpec,
  { picture = true }: { readonly picture?: boolean } = {},
): Promise<MimeBundle> {
  const text = figureText(spec);
  if (!picture) return { [VEGA_LITE]: spec, "text/plain": text };
  const png = (await renderPng(spec)).toBase64();
  return { [VEGA_LITE]: spec, "image/png": png, "text/plain": text };
}

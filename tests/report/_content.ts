import { Buffer } from "node:buffer";
import { gunzipSync } from "node:zlib";
import type { PageContent } from "../../lib/report/page/content.ts";

/** What a page's script is given. */
export function contentOf(html: string): PageContent {
  const packed = /<script type="text\/plain" id="content">(.*?)<\/script>/s.exec(html)![1]!;
  return JSON.parse(gunzipSync(Buffer.from(packed, "base64")).toString());
}

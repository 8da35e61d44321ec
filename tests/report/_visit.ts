import { type Browser, chromium, type Page } from "playwright-core";

const CHROMIUM = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"]
  .find((path) => {
    try {
      return Deno.statSync(path).isFile;
    } catch {
      return false;
    }
  });
if (!CHROMIUM) {
  console.warn("SKIPPED: the report was not opened in a browser: no Chromium is installed");
}

/** A test that needs a browser; ignored without one. */
export const browserTest = (name: string, run: () => Promise<void>) =>
  Deno.test({ name, ignore: !CHROMIUM, sanitizeOps: false, sanitizeResources: false, fn: run });

/** Opens a report in a browser and returns what the browser complained about. */
export async function visitPage(
  file: string,
  look: (page: Page) => Promise<void>,
): Promise<string[]> {
  const browser: Browser = await chromium.launch({
    executablePath: CHROMIUM!,
    args: ["--no-sandbox"],
  });
  const problems: string[] = [];
  try {
    const page = await browser.newPage({ viewport: { width: 1300, height: 900 } });
    page.setDefaultTimeout(180_000); // on a machine that does other work
    page.on("console", (message) => {
      if (["error", "warning"].includes(message.type())) problems.push(message.text());
    });
    page.on("pageerror", (error) => problems.push(error.message));
    page.on("request", (request) => {
      if (!/^(file|data):/.test(request.url())) problems.push(`request to ${request.url()}`);
    });
    await page.goto(`file://${file}`);
    await page.waitForSelector("body[data-ready=yes]", { timeout: 180_000 });
    await look(page);
  } finally {
    await browser.close();
  }
  return problems;
}

import { type Browser, chromium } from "playwright-core";

/** Where Debian, Fedora and macOS put Chromium; `CHROMIUM` names another. */
const PLACES = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
];

/** The path of a Chromium on this machine, if there is one. */
export function findChromium(): string | undefined {
  return [Deno.env.get("CHROMIUM"), ...PLACES].find((path) => {
    try {
      return path !== undefined && Deno.statSync(path).isFile;
    } catch {
      return false; // not there
    }
  });
}

/** A browser without a window, that talks to nobody but the pages it opens. */
export function openBrowser(executablePath: string): Promise<Browser> {
  return chromium.launch({
    executablePath,
    headless: true,
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
}

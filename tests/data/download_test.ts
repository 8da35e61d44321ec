import { strict as assert } from "node:assert";
import { createHash } from "node:crypto";
import { gzipSync } from "node:zlib";
import { CATALOGUE, DOWNLOAD_HOSTS, type Source } from "../../lib/data/download/catalogue.ts";
import { download, type DownloadOptions } from "../../lib/data/download/download.ts";
import { temporaryFolder } from "../_temporary.ts";

/** A table that does not compress to a few bytes, so that it comes in many pieces. */
const TABLE = Array.from({ length: 40_000 }, (_, i) => `G${i}\t${(i * 7919) % 10007}`).join("\n");
const PACKED = new Uint8Array(gzipSync(TABLE));

/** What a server does with the n-th request, counted from 1. */
type Behaviour = (request: Request, count: number) => Response | Promise<Response>;

/** A real server on this machine, and a place to download to. */
async function withServer(
  behaviour: Behaviour,
  test: (context: { source: Source; path: string; fetchIt: Fetch; requests: Headers[] }) => Promise<
    void
  >,
  file = "matrix.tsv.gz",
): Promise<void> {
  const requests: Headers[] = [];
  const server = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen() {} }, (request) => {
    requests.push(new Headers(request.headers));
    return behaviour(request, requests.length);
  });
  const host = `127.0.0.1:${server.addr.port}`, folder = temporaryFolder();
  const source = { url: `http://${host}/${file}`, file }, path = `${folder}/${file}`;
  const fetchIt: Fetch = (options = {}) =>
    download({ ...source, ...options.source }, path, {
      hosts: [host],
      backOffSeconds: 0.01,
      ...options,
    });
  try {
    await test({ source, path, fetchIt, requests });
  } finally {
    await server.shutdown();
    await Deno.remove(folder, { recursive: true });
  }
}

type Fetch = (
  options?: Partial<DownloadOptions> & { source?: Partial<Source> },
) => ReturnType<typeof download>;

/** Serves bytes, from where a range begins if it is asked for. */
function serve(bytes: Uint8Array, request: Request, tag = '"v1"'): Response {
  const [, from] = /^bytes=(\d+)-$/.exec(request.headers.get("range") ?? "") ?? [];
  const same = request.headers.get("if-range") === tag, headers = { etag: tag };
  if (from === undefined || !same) return new Response(bytes.slice(), { headers });
  const start = Number(from), range = `bytes ${start}-${bytes.length - 1}/${bytes.length}`;
  return new Response(bytes.slice(start), {
    status: 206,
    headers: { ...headers, "content-range": range },
  });
}

/** A body that breaks off (or falls silent) after some bytes, though more were promised. */
function broken(bytes: Uint8Array, after: number, ending: "error" | "silence"): Response {
  const body = new ReadableStream({
    start(controller) {
      controller.enqueue(bytes.slice(0, after));
      if (ending === "error") setTimeout(() => controller.close(), 50);
    },
  });
  const headers = { etag: '"v1"', "content-length": String(bytes.length) };
  return new Response(body, { headers });
}

function refuses(work: Promise<unknown>, message: RegExp): Promise<void> {
  return assert.rejects(work, (error: Error) => {
    assert.equal(error.name, "DownloadFailure", error.stack ?? "");
    assert.match(error.message, message);
    assert.equal(error.message.includes("\n"), false);
    return true;
  });
}

const files = (path: string) =>
  [...Deno.readDirSync(path.slice(0, path.lastIndexOf("/")))].map(({ name }) => name).sort();

Deno.test("download() stores a whole file under its name, says how far it is, and fetches it once", async () => {
  await withServer((request) => serve(PACKED, request), async ({ path, fetchIt, requests }) => {
    const seen: (readonly [number, number | undefined])[] = [];
    const onProgress = (received: number, total?: number) => void seen.push([received, total]);
    assert.equal(await fetchIt({ onProgress }), "downloaded");
    assert.deepEqual(await Deno.readFile(path), PACKED);
    assert.deepEqual(seen.at(-1), [PACKED.length, PACKED.length]);
    assert.equal(await fetchIt(), "there");
    assert.equal(requests.length, 1);
    assert.deepEqual(files(path), ["matrix.tsv.gz", "matrix.tsv.gz.lock"]);
  });
});

Deno.test("download() stops at once when it is told to, also while another process downloads the same", async () => {
  await withServer((request) => serve(PACKED, request), async ({ path, fetchIt, requests }) => {
    const stop = new AbortController();
    let waits = 0;
    {
      using other = await Deno.open(`${path}.lock`, { create: true, write: true });
      await other.lock(true);
      const onWait = () => {
        waits++;
        setTimeout(() => stop.abort(new Error("told to")), 300);
      };
      await assert.rejects(fetchIt({ signal: stop.signal, onWait }), /told to/);
    }
    assert.deepEqual([requests.length, waits], [0, 1]);
    assert.equal(await fetchIt(), "downloaded");
  });
});

Deno.test("download() stops at once when it is told to after a failed attempt", async () => {
  const stop = new AbortController();
  await withServer(() => new Response("", { status: 500 }), async ({ fetchIt, requests }) => {
    const stopped = fetchIt({
      ...{ signal: stop.signal, backOffSeconds: 60 },
      onRetry: () => stop.abort(new Error("told to")),
    });
    await assert.rejects(stopped, /told to/);
    assert.equal(requests.length, 1);
  });
});

Deno.test("download() uses a file that somebody put there, if it is whole", async () => {
  await withServer(() => new Response("", { status: 500 }), async ({ path, fetchIt, requests }) => {
    await Deno.writeFile(path, PACKED);
    assert.equal(await fetchIt(), "there");
    await Deno.writeFile(path, PACKED.slice(0, 5000));
    await refuses(
      fetchIt(),
      /^Cannot use .*matrix\.tsv\.gz, which was there already: it is damaged or cut off .*; delete it, then give the same command again$/,
    );
    assert.equal(requests.length, 0);
  });
});

for (const ending of ["error", "silence"] as const) {
  Deno.test(`download() resumes behind what it has when a connection ends in ${ending}`, async () => {
    const behaviour: Behaviour = (request, count) =>
      count === 1 ? broken(PACKED, 20_000, ending) : serve(PACKED, request);
    await withServer(behaviour, async ({ path, fetchIt, requests }) => {
      const retries: string[] = [];
      await fetchIt({
        ...ending === "silence" && { stallSeconds: 1 },
        onRetry: (problem) => void retries.push(problem),
      });
      assert.deepEqual(await Deno.readFile(path), PACKED);
      assert.equal(requests.length, 2);
      assert.equal(requests[1]!.get("range"), "bytes=20000-");
      assert.equal(requests[1]!.get("if-range"), '"v1"');
      assert.equal(retries.length, 1);
      if (ending === "silence") assert.equal(retries[0], "nothing came for 1 s");
    });
  });
}

Deno.test("download() starts again when the server's file has changed meanwhile, and splices nothing", async () => {
  const other = new Uint8Array(gzipSync(TABLE.replaceAll("G", "H")));
  const behaviour: Behaviour = (request, count) =>
    count === 1 ? broken(PACKED, 20_000, "error") : serve(other, request, '"v2"');
  await withServer(behaviour, async ({ path, fetchIt }) => {
    await fetchIt();
    assert.deepEqual(await Deno.readFile(path), other);
  });
});

Deno.test("download() starts again when the server ignores ranges, or gives files no tag", async () => {
  for (const tagged of [true, false]) {
    const behaviour: Behaviour = (_, count) => {
      const response = count === 1
        ? broken(PACKED, 20_000, "error")
        : new Response(PACKED.slice(), { headers: { etag: '"v1"' } });
      if (!tagged) response.headers.delete("etag");
      return response;
    };
    await withServer(behaviour, async ({ path, fetchIt, requests }) => {
      await fetchIt();
      assert.deepEqual(await Deno.readFile(path), PACKED);
      assert.equal(requests[1]!.get("range"), tagged ? "bytes=20000-" : null);
    });
  }
});

Deno.test("download() resumes in a later call, and takes what was complete but not yet named", async () => {
  const behaviour: Behaviour = (request, count) => {
    if (count === 1) return broken(PACKED, 20_000, "error");
    if (count === 2) return new Response("", { status: 503 });
    if (request.headers.get("range") === `bytes=${PACKED.length}-`) {
      const headers = { "content-range": `bytes */${PACKED.length}` };
      return new Response("", { status: 416, headers });
    }
    return serve(PACKED, request);
  };
  await withServer(behaviour, async ({ path, fetchIt, requests }) => {
    await refuses(fetchIt({ attempts: 1 }), /in 1 attempts; try again later/);
    await refuses(fetchIt({ attempts: 1 }), /the server answered 503/);
    assert.equal(Deno.statSync(`${path}.part`).size, 20_000);
    await Deno.writeFile(`${path}.part`, PACKED);
    await fetchIt();
    assert.deepEqual(await Deno.readFile(path), PACKED);
    assert.equal(requests.at(-1)!.get("range"), `bytes=${PACKED.length}-`);
  });
});

Deno.test("download() refuses links in the place of what it keeps beside a file", async () => {
  const victim = `${temporaryFolder()}/victim`;
  await Deno.writeTextFile(victim, "precious");
  for (const ending of [".part", ".lock"]) {
    await withServer((request) => serve(PACKED, request), async ({ path, fetchIt }) => {
      await Deno.symlink(victim, `${path}${ending}`);
      await assert.rejects(fetchIt(), {
        name: "InputError",
        message: `Cannot write ${path}${ending}: it is a link to ${victim}; remove the link`,
      });
      assert.equal(await Deno.readTextFile(victim), "precious");
    });
  }
});

Deno.test("download() repeats what may pass and not what will not, and names address, problem and remedy", async () => {
  const manual =
    "; try again later, or fetch that address with a browser and save it as .*/matrix\\.tsv\\.gz$";
  const cases: [Behaviour, number, string][] = [
    [() => new Response("", { status: 404 }), 1, "the server answered 404 Not Found"],
    [() => new Response("", { status: 403 }), 1, "the server answered 403 Forbidden"],
    [
      () => new Response("", { status: 500 }),
      3,
      "the server answered 500 Internal Server Error, in 3 attempts",
    ],
    [() => new Response("", { status: 429 }), 3, "the server answered 429 .*, in 3 attempts"],
    [
      () => new Response("<html>log in</html>", { headers: { "content-type": "text/html" } }),
      1,
      "the server sent a web page instead of the file",
    ],
    [() => new Response("<html>log in</html>"), 1, "it is a web page, not a table"],
    [() => new Response("A\t1\n"), 1, "it is not a gzip file"],
    [() => new Response(""), 1, "it is empty"],
    [
      () => new Response(PACKED.slice(0, -9)),
      1,
      "it is damaged or cut off \\(unexpected end of file\\)",
    ],
    [
      () => new Response(PACKED.map((byte, i) => i === 30_000 ? byte ^ 1 : byte)),
      1,
      "it is damaged or cut off \\(.*\\)",
    ],
    [
      () => new Response(null, { status: 302, headers: { location: "http://example.org/x" } }),
      1,
      "it leads to example\\.org, which is not a host of the catalogue",
    ],
    [
      (request) => new Response(null, { status: 302, headers: { location: request.url } }),
      6,
      "it redirects more than 5 times",
    ],
  ];
  for (const [behaviour, times, problem] of cases) {
    await withServer(behaviour, async ({ path, fetchIt, requests }) => {
      await refuses(
        fetchIt({ attempts: 3 }),
        new RegExp(
          `^Cannot download http://127\\.0\\.0\\.1:\\d+/matrix\\.tsv\\.gz: ${problem}${manual}`,
        ),
      );
      assert.equal(requests.length, times, problem);
      assert.deepEqual(files(path).filter((name) => name === "matrix.tsv.gz"), [], problem);
    });
  }
});

Deno.test("download() holds a file against its published size and hash", async () => {
  const md5 = createHash("md5").update(PACKED).digest("hex");
  await withServer((request) => serve(PACKED, request), async ({ path, fetchIt }) => {
    await refuses(
      fetchIt({ source: { bytes: 7 } }),
      new RegExp(`it has ${PACKED.length} bytes instead of the 7 that are published`),
    );
    await refuses(
      fetchIt({ source: { md5: "0".repeat(32) } }),
      new RegExp(`its MD5 is ${md5} instead of the 0{32} that is published`),
    );
    assert.deepEqual(files(path), ["matrix.tsv.gz.lock"]);
    assert.equal(await fetchIt({ source: { bytes: PACKED.length, md5 } }), "downloaded");
  });
});

Deno.test("download() follows a redirection on listed hosts", async () => {
  const behaviour: Behaviour = (request) =>
    request.url.endsWith(".gz")
      ? new Response(null, { status: 302, headers: { location: "/elsewhere" } })
      : serve(PACKED, request);
  await withServer(behaviour, async ({ path, fetchIt }) => {
    await fetchIt();
    assert.deepEqual(await Deno.readFile(path), PACKED);
  });
});

Deno.test("download() stops at once when told to, and keeps what has arrived", async () => {
  await withServer(() => broken(PACKED, 20_000, "silence"), async ({ path, fetchIt }) => {
    const stopping = new AbortController(), reason = new Error("stopped");
    let arrived = 0;
    const onProgress = (received: number) => {
      arrived = received;
      stopping.abort(reason);
    };
    await assert.rejects(fetchIt({ signal: stopping.signal, onProgress }), reason);
    assert.ok(arrived > 0);
    assert.equal(Deno.statSync(`${path}.part`).size, arrived);
  });
});

Deno.test("download() twice at once fetches once", async () => {
  await withServer((request) => serve(PACKED, request), async ({ fetchIt, requests }) => {
    const outcomes = await Promise.all([fetchIt(), fetchIt()]);
    assert.deepEqual(outcomes.sort(), ["downloaded", "there"]);
    assert.equal(requests.length, 1);
  });
});

Deno.test("CATALOGUE has a name and a file of its own for every cohort, on the hosts that deno.json permits", async () => {
  const names = CATALOGUE.map(({ name }) => name);
  assert.equal(new Set(names).size, names.length);
  assert.equal(names.filter((name) => name.startsWith("tcga-")).length, 34); // 33 studies and all of them
  const sources = CATALOGUE.flatMap(({ matrix, phenotype }) => [matrix, phenotype]);
  assert.equal(new Set(sources.map(({ file }) => file)).size, sources.length);
  for (const { url, file } of sources) {
    assert.equal(new URL(url).protocol, "https:");
    assert.match(file, /^[\w+.-]+$/);
  }
  const { permissions } = JSON.parse(
    await Deno.readTextFile(new URL("../../deno.json", import.meta.url)),
  );
  assert.deepEqual(permissions.data.net.toSorted(), [...DOWNLOAD_HOSTS].sort());
});

import { strict as assert } from "node:assert";
import { createServer } from "node:net";
import { ROOT, runTask } from "../_task.ts";
import { inFolder } from "../data/_files.ts";

Deno.test("sweep refuses code of a configuration file or a model the network, and nothing arrives there", () =>
  inFolder(async (folder) => {
    let arrived = 0;
    const server = createServer((socket) => {
      arrived++;
      socket.destroy();
    });
    const port = await new Promise<number>((resolve) =>
      server.listen(0, "127.0.0.1", () => resolve((server.address() as { port: number }).port))
    );
    try {
      const host = `127.0.0.1:${port}`, path = `${folder}/tries.ts`;
      const tries = {
        fetch: `fetch("http://${host}/")`,
        connect: `Deno.connect({ hostname: "127.0.0.1", port: ${port} })`,
        listen: `Deno.listen({ port: 0 })`,
        resolve: `Deno.resolveDns("example.com", "A")`,
        socket: `new WebSocket("ws://${host}/")`,
      };
      const entries = Object.entries(tries).map(([name, code]) =>
        `${name}: async () => await (${code})`
      );
      await Deno.writeTextFile(
        path,
        `const said = [];
        for (const [name, attempt] of Object.entries({ ${entries.join(", ")} })) {
          try { await attempt(); said.push(name + " was allowed"); }
          catch (error) { said.push(/net access/.test(error.message) ? "" : name + ": " + error.message); }
        }
        throw new Error("allowed: " + said.filter(Boolean).join(", "));`,
      );
      for (const option of ["--config", "--model"]) {
        const { code, err } = await runTask("sweep", option, path, "--dry-run");
        assert.deepEqual([code, err], [2, `${option} ${path}: it cannot be run: allowed: \n`]);
      }
      assert.equal(arrived, 0);
    } finally {
      server.close();
    }
  }));

Deno.test("an import of a configuration file or a model downloads nothing, changes no lock, and is said in a line", () =>
  inFolder(async (folder) => {
    const lock = await Deno.readTextFile(`${ROOT}deno.lock`);
    const specifiers = [
      "npm:left-pad@1.3.0",
      "jsr:@std/text@1.0.0",
      "https://deno.land/std@0.200.0/version.ts",
      "https://example.com/x.ts",
    ];
    for (const [at, specifier] of specifiers.entries()) {
      for (const option of ["--config", "--model"]) {
        const path = `${folder}/${option}${at}.ts`;
        await Deno.writeTextFile(
          path,
          `import ${JSON.stringify(specifier)};\nexport default {};\n`,
        );
        const { code, err } = await runTask("sweep", option, path, "--dry-run");
        assert.deepEqual([code, err], [
          2,
          `${option} ${path}: it imports what is not in this project, and nothing is downloaded for it; import files ` +
          "beside it, or packages that deno.json names\n",
        ]);
      }
    }
    assert.equal(await Deno.readTextFile(`${ROOT}deno.lock`), lock);
    assert.equal(lock.includes("left-pad"), false);
  }));

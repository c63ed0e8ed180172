import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "playwright-core";
import sirv from "sirv";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openHostPage } from "../support/host-page";
import { refusedBy, watchPolicy } from "../support/csp-watch";
import { useStage } from "../support/stage";

const stage = useStage();
const FIGHTERS: [{ modelId: string }, { modelId: string }] = [
  { modelId: "sparring/socrates" },
  { modelId: "sparring/firebrand" },
];
let roomId = "";

/** Every route there is, from the files of `src/routes`, so that a new one is visited too. */
const routes = readdirSync("src/routes")
  .map((file) => file.replace(/\.tsx$/, ""))
  .filter((name) => !name.startsWith("__"))
  .map((name) => (name === "index" ? "/" : `/${name.replaceAll(".", "/")}`));

const pathOf = (route: string) => route.replace("$roomId", roomId).replaceAll(/\$\w+/g, "x");

/** A page whose console and policy are listened to; `complaints` is empty while all is well. */
async function listeningPage(): Promise<{ page: Page; complaints: () => Promise<string[]> }> {
  const { page } = await openHostPage(stage.browser, stage.product);
  const said: string[] = [];
  page.on("console", (message) => message.type() === "error" && said.push(message.text()));
  page.on("pageerror", (error) => said.push(String(error)));
  await watchPolicy(page);
  return { page, complaints: async () => [...said, ...(await refusedBy(page))] };
}

async function settled(page: Page): Promise<void> {
  await page.locator("main h1, main h2").first().waitFor();
  await page.waitForTimeout(400);
}

/** The ways in which a script ran that got into the page: as an element, as a handler, and as a string. */
async function scriptsRun(page: Page): Promise<string[]> {
  const marks = ["Element", "Markup", "Handler", "String"].map(
    (way) => `document.documentElement.dataset.ran${way} = ""`,
  );
  await page.evaluate(([element = "", markup = "", handler = "", string = ""]) => {
    const button = document.createElement("button");
    const ways = [
      () => {
        const script = document.createElement("script");
        script.append(element);
        document.body.append(script);
      },
      () => document.body.insertAdjacentHTML("beforeend", `<img src="/nothing" onerror='${markup}'>`),
      () => button.setAttribute("onclick", handler),
      // Not `eval`: the browser's debugger, which runs this, lifts the ban on it.
      () => Reflect.apply(setTimeout, window, [string, 0]),
    ];
    for (const way of ways) {
      try {
        way();
      } catch {
        // Trusted Types refuse it, before the policy of scripts would.
      }
    }
    button.click();
  }, marks);
  await page.waitForTimeout(200);
  return page.evaluate(() => Object.keys(document.documentElement.dataset).filter((name) => name.startsWith("ran")));
}

beforeAll(async () => {
  const host = await openHostPage(stage.browser, stage.product);
  roomId = await host.openRoom({ topic: "Should the sea be saltier?", fighters: FIGHTERS, rounds: 1 });
  await host.page.context().close();
});

describe("as the embedded host serves it", () => {
  test.each(["/", "/rooms/new", "/theme.js", "/assets/none.js", "/no/such/page"])(
    "%s has every header",
    async (path) => {
      const { headers } = await fetch(stage.product.webUrl + path);
      const policy = headers.get("content-security-policy") ?? "";
      expect(policy).toContain("default-src 'none'; script-src 'self'; style-src 'self';");
      expect(policy).not.toMatch(/unsafe|\*/);
      const { port } = new URL(stage.product.convexUrl);
      expect(policy).toMatch(new RegExp(`connect-src 'self' http://[\\w.]+:${port} ws://[\\w.]+:${port};`));
      expect(headers.get("x-content-type-options")).toBe("nosniff");
      expect(headers.get("referrer-policy")).toBe("no-referrer");
      expect(headers.get("cross-origin-opener-policy")).toBe("same-origin");
      expect(headers.get("cross-origin-resource-policy")).toBe("same-origin");
      expect(headers.get("permissions-policy")).toContain("camera=()");
    },
  );

  test.each(routes)("%s asks for nothing that its policy forbids, and runs no script that got in", async (route) => {
    const { page, complaints } = await listeningPage();
    await page.goto(stage.product.webUrl + pathOf(route));
    await settled(page);
    expect(await complaints()).toEqual([]);
    expect(await scriptsRun(page)).toEqual([]);
    expect(await refusedBy(page)).not.toEqual([]);
    await page.context().close();
  });

  test("menus, lists, dialogs and messages bring no styles that it forbids", async () => {
    const { page, complaints } = await listeningPage();
    await page.goto(`${stage.product.webUrl}/rooms/new`);
    await page
      .getByRole("combobox", { name: /^Persona/ })
      .first()
      .click();
    await page.getByRole("option").first().waitFor();
    await page.keyboard.press("Escape");
    await page.locator("#model-A").click();
    await page.goto(`${stage.product.webUrl}/personas`);
    await page.getByRole("button", { name: "Write a persona" }).click();
    for (const name of ["Name", "Kind", "How it argues", "Instructions for the model"]) {
      await page.getByRole("textbox", { name }).fill("Harbour master");
    }
    await page.getByRole("radio", { name: "Colour 4" }).check({ force: true });
    await page.getByRole("button", { name: "Save persona" }).click();
    await page.getByRole("button", { name: "Delete Harbour master" }).click();
    await page.getByRole("alertdialog").getByRole("button", { name: "Delete" }).click();
    const toast = page.locator("[data-sonner-toast]");
    await toast.waitFor();
    expect(await toast.evaluate((element) => getComputedStyle(element).position)).toBe("absolute");
    expect(await complaints()).toEqual([]);
    await page.context().close();
  });
});

describe("as a static host serves it", () => {
  const dist = mkdtempSync(join(tmpdir(), "arena-static-"));

  beforeAll(async () => {
    const build = spawn(
      process.execPath,
      ["node_modules/vite/bin/vite.js", "build", "--logLevel", "warn", "--emptyOutDir", "--outDir", dist],
      { env: { ...process.env, NODE_ENV: "production", VITE_CONVEX_URL: stage.product.convexUrl }, stdio: "inherit" },
    );
    const [code] = (await once(build, "exit")) as [number | null];
    if (code !== 0) throw new Error(`The build ended with ${code}.`);
  });
  afterAll(() => rmSync(dist, { recursive: true }));

  /** The headers that the file gives a path. */
  function headersOf(path: string): [string, string][] {
    const rules = readFileSync(join(dist, "_headers"), "utf8").split(/\n(?=\S)/);
    return rules.flatMap((rule) => {
      const [pattern = "", ...lines] = rule.trimEnd().split("\n");
      if (!path.startsWith(pattern.replace("*", ""))) return [];
      return lines.filter(Boolean).map((line): [string, string] => {
        const [, name = "", value = ""] = /^ {2}([\w-]+): (.*)$/.exec(line) ?? [];
        return [name, value];
      });
    });
  }

  async function serve(readsHeaders: boolean): Promise<{ url: string; close: () => void }> {
    const files = sirv(dist, { single: true });
    const server = createServer((request, response) => {
      if (readsHeaders) for (const [name, value] of headersOf(request.url ?? "/")) response.setHeader(name, value);
      files(request, response);
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return {
      url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      close: () => server.closeAllConnections(),
    };
  }

  test("the build's own file gives the same headers, and https for good", () => {
    const headers = Object.fromEntries(headersOf("/rooms/new"));
    expect(headers["Content-Security-Policy"]).toContain(`connect-src 'self' ${stage.product.convexUrl} `);
    expect(headers["Strict-Transport-Security"]).toBe("max-age=31536000");
    expect(Object.keys(headersOf("/assets/x.js"))).not.toEqual([]);
    expect(Object.fromEntries(headersOf("/assets/x.js"))["Cache-Control"]).toContain("immutable");
  });

  test.each([true, false])(
    "a live battle plays, and no script that got in runs (host reads _headers: %s)",
    async (reads) => {
      const host = await serve(reads);
      const { page, complaints } = await listeningPage();
      const answer = await page.goto(`${host.url}/rooms/${roomId}`);
      expect(answer?.headers()["content-security-policy"] !== undefined).toBe(reads);
      await page.getByText("Should the sea be saltier?").first().waitFor();
      await settled(page);
      expect(await complaints()).toEqual([]);
      expect(await scriptsRun(page)).toEqual([]);
      await page.context().close();
      host.close();
    },
  );
});

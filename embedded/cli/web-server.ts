import { readFileSync } from "node:fs";
import { createServer, type RequestListener, type Server } from "node:http";
import { join } from "node:path";
import sirv from "sirv";
import { HostError } from "../host-error";
import { HASHED_ASSETS, IMMUTABLE, securityHeaders } from "./web-headers";

const PLACEHOLDER = "%CONVEX_URL%";
/** What a build for another deployment says in the page; the header that is sent here knows better. */
const POLICY_TAG = /<meta http-equiv="Content-Security-Policy"[^>]*>/;

/** Puts the Convex URL into the page's `<meta name="convex-url">`; the bundle itself stays the same for every deployment. */
export function pageFor(html: string, convexUrl: string): string {
  const escaped = convexUrl.replace(/[&"<>]/g, (char) => `&#${char.charCodeAt(0)};`);
  return html.replace(POLICY_TAG, "").replaceAll(PLACEHOLDER, () => escaped);
}

function bind(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      const taken = error.code === "EADDRINUSE";
      const reason = taken ? `Port ${port} is taken. Set PORT to another one.` : `Port ${port}: ${error.message}`;
      reject(new HostError(taken ? "PORT_TAKEN" : "BAD_SETTING", reason));
    });
    server.listen(port, "127.0.0.1", resolve);
  });
}

/** Null for the moment in which a build has not written it yet. */
function pageIn(dist: string): string | null {
  try {
    return readFileSync(join(dist, "index.html"), "utf8");
  } catch {
    return null;
  }
}

function spaListener(dist: string, convexUrl: string): RequestListener {
  // Files are looked up as they are now: another build may have replaced those that this one began with.
  const files = sirv(dist, {
    dev: true,
    etag: true,
    setHeaders: (response, path) => {
      if (path.startsWith(HASHED_ASSETS)) response.setHeader("Cache-Control", IMMUTABLE);
    },
  });
  return (request, response) => {
    const sendPage = () => {
      const page = pageIn(dist);
      if (page === null) return void response.writeHead(503, { "Retry-After": "5" }).end();
      response.writeHead(200, { "Content-Type": "text/html; charset=utf-8", "Cache-Control": "no-cache" });
      response.end(request.method === "HEAD" ? undefined : pageFor(page, convexUrl));
    };
    const { pathname } = new URL(request.url ?? "/", "http://localhost");
    if (pathname === "/" || pathname === "/index.html") return sendPage();
    return files(request, response, () => {
      if (pathname.startsWith(HASHED_ASSETS)) response.writeHead(404).end();
      else sendPage();
    });
  };
}

/**
 * Serves the SPA on loopback: files from `dist`, and the page for every other path, since routes live in the client.
 * The port is bound at once; requests wait until `built` resolves.
 * @throws HostError PORT_TAKEN
 */
export async function serveSpa(options: {
  dist: string;
  port: number;
  convexUrl: string;
  built: Promise<unknown>;
}): Promise<{ close(): Promise<void> }> {
  const ready = options.built.then(() => spaListener(options.dist, options.convexUrl));
  // A failed build is reported by whoever started it.
  ready.catch(() => {});
  const headers = Object.entries(securityHeaders({ convexUrl: options.convexUrl }));
  const server = createServer((request, response) => {
    for (const [name, value] of headers) response.setHeader(name, value);
    ready.then(
      (listener) => listener(request, response),
      () => response.writeHead(503).end(),
    );
  });
  await bind(server, options.port);
  return {
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

import { type Api, createApiServer } from "./api-server";
import { closeServer, listen } from "./listen";
import { createSiteServer, type Site } from "./site-server";
import { type Timeouts, TIMEOUTS } from "./timeouts";

export interface Ports {
  readonly url: string;
  readonly siteUrl: string;
  /** Answers the requests that have been waiting, and all others from now on. */
  open(api: Api, site: Site): void;
  /** Stops accepting; requests that wait are refused, those under way have a moment to end. */
  close(): Promise<void>;
}

/** A port that is bound but whose answers are not ready. */
class Pending<T> {
  resolve!: (value: T) => void;
  reject!: (reason: Error) => void;
  readonly promise = new Promise<T>((resolve, reject) => {
    this.resolve = resolve;
    this.reject = reject;
  });

  constructor() {
    // Without a request waiting nobody hears of a rejection.
    this.promise.catch(() => {});
  }
}

/** The name under which this machine reaches what listens on `host`, as it stands in a URL. */
function reachableName(host: string): string {
  if (host === "0.0.0.0") return "127.0.0.1";
  if (host === "::") return "[::1]";
  return host.includes(":") ? `[${host}]` : host;
}

/** Binds both ports, so that a taken one shows before anything else is done. @throws HostError */
export async function bindPorts(options: {
  host: string;
  port: number;
  sitePort: number;
  timeouts?: Timeouts;
}): Promise<Ports> {
  const { host, timeouts = TIMEOUTS } = options;
  const [api, site] = [new Pending<Api>(), new Pending<Site>()];
  const [apiServer, siteServer] = [createApiServer(api.promise, timeouts), createSiteServer(site.promise, timeouts)];
  let closing: Promise<unknown> | null = null;
  const close = async () => {
    for (const pending of [api, site]) pending.reject(new Error("The host is shutting down"));
    closing ??= Promise.all([closeServer(apiServer), closeServer(siteServer)]);
    await closing;
  };
  const variable = "CONVEX_PORT";
  const reachable = reachableName(host);
  try {
    const port = await listen(apiServer, { host, port: options.port, variable });
    const sitePort = await listen(siteServer, { host, port: options.sitePort, variable });
    return {
      url: `http://${reachable}:${port}`,
      siteUrl: `http://${reachable}:${sitePort}`,
      open: (readyApi, readySite) => {
        api.resolve(readyApi);
        site.resolve(readySite);
      },
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

import { randomInt } from "node:crypto";
import { createServer, type Server } from "node:net";

/** Below the range from which systems number outgoing connections: one of those could take the port before it is used. */
const LOWEST = 12_000;
const HIGHEST = 32_000;

function listen(port: number): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => resolve(server));
  });
}

const close = (server: Server) => new Promise<void>((resolve) => server.close(() => resolve()));

/** `count` neighbouring ports that are free on loopback now; the first of them. */
export async function freePorts(count: number): Promise<number> {
  for (;;) {
    const port = randomInt(LOWEST, HIGHEST);
    const opened = await Promise.allSettled(Array.from({ length: count }, (_, i) => listen(port + i)));
    await Promise.all(opened.flatMap((o) => (o.status === "fulfilled" ? [close(o.value)] : [])));
    if (opened.every((o) => o.status === "fulfilled")) return port;
  }
}
